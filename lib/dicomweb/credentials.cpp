// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/credentials.hpp"

#include "base/error.hpp"
#include "dicomweb/header_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <set>
#include <utility>

namespace cxrval::dicomweb {
namespace {

constexpr std::size_t largest_file = std::size_t{64} << 10;

std::string* member_of(Credentials& credentials, std::string_view name) {
  const std::array<std::pair<std::string_view, std::string*>, 7> members = {
      {{"user", &credentials.user},
       {"password", &credentials.password},
       {"token", &credentials.token},
       {"certificate", &credentials.certificate},
       {"key", &credentials.key},
       {"key_password", &credentials.key_password},
       {"authority", &credentials.authority}}};
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& one) { return one.first == name; });
  return found == members.end() ? nullptr : found->second;
}

// A line end inside a header would begin another one.
bool is_clean(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

// Nullptr, or why the line is none.
const char* take_line(std::string_view line, std::set<std::string, std::less<>>& seen, Credentials& credentials) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return "is not NAME = VALUE";
  const std::string_view name = trimmed(line.substr(0, equals));
  const std::string_view value = trimmed(line.substr(equals + 1));
  std::string* member = member_of(credentials, name);
  if (member == nullptr)
    return "has an unknown name; known are user, password, token, certificate, key, key_password, authority";
  if (!seen.emplace(name).second) return "has a name that stood before";
  if (value.empty()) return "has no value";
  if (!is_clean(value)) return "holds a control character";
  *member = std::string(value);
  return nullptr;
}

}  // namespace

const char* problem_of(const Credentials& credentials) {
  if (credentials.user.empty() != credentials.password.empty()) return "user and password belong together";
  if (credentials.user.find(':') != std::string::npos) return "a user's name cannot hold a colon";
  if (!credentials.user.empty() && !credentials.token.empty()) return "user and token cannot both be given";
  if (credentials.certificate.empty() && (!credentials.key.empty() || !credentials.key_password.empty())) {
    return "key needs a certificate";
  }
  return nullptr;
}

Credentials read_credentials(base::ByteSource& source, const std::string& path) {
  const std::string text = base::read_all(source, largest_file);
  Credentials credentials;
  std::set<std::string, std::less<>> seen;
  std::string_view rest = text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty() || line.starts_with('#')) continue;
    if (const char* problem = take_line(line, seen, credentials)) throw base::Error({source.name(), number}, problem);
  }
  if (const char* problem = problem_of(credentials)) throw base::Error({source.name()}, problem);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  for (std::string* file : {&credentials.certificate, &credentials.key, &credentials.authority}) {
    if (!file->empty()) *file = (folder / *file).string();
  }
  return credentials;
}

Credentials credentials_of(const std::array<std::string, 3>& values) {
  Credentials credentials;
  credentials.user = values[0];
  credentials.password = values[1];
  credentials.token = values[2];
  const bool clean =
      std::all_of(values.begin(), values.end(), [](const std::string& value) { return is_clean(value); });
  const char* problem = clean ? problem_of(credentials) : "a value holds a control character";
  if (problem != nullptr) {
    throw base::UsageError("CXRVAL_PACS_USER, CXRVAL_PACS_PASSWORD, CXRVAL_PACS_TOKEN: " + std::string(problem));
  }
  return credentials;
}

}  // namespace cxrval::dicomweb
