// SPDX-License-Identifier: Apache-2.0
#include "deid/key.hpp"

#include "base/error.hpp"
#include "base/uid.hpp"

#include <algorithm>
#include <array>

namespace cxrval::deid {
namespace {

constexpr std::size_t id_bytes = 16;
constexpr std::size_t short_bytes = 8;
constexpr std::string_view path_prefix = "path-";

// No path holds a NUL, so no hash of a path under the secret key is a key of a kind.
Hmac of_kind(const Hmac& secret, std::string_view kind) {
  const Digest digest = secret("cxrval pseudonym 1" + std::string(1, '\0') + std::string(kind));
  return Hmac({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string_view without_padding(std::string_view text) {
  const auto padding = [](char c) { return c == ' ' || c == '\0'; };
  while (!text.empty() && padding(text.front())) text.remove_prefix(1);
  while (!text.empty() && padding(text.back())) text.remove_suffix(1);
  return text;
}

bool is_hashed_part(std::string_view part) {
  const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return part == "stdin" || (part.size() == path_prefix.size() + 2 * short_bytes && part.starts_with(path_prefix) &&
                             std::all_of(part.begin() + path_prefix.size(), part.end(), digit));
}

}  // namespace

Key::Key(std::string_view bytes)
    : secret_(bytes),
      patient_(of_kind(secret_, "patient")),
      session_(of_kind(secret_, "session")),
      facility_(of_kind(secret_, "facility")),
      accession_(of_kind(secret_, "accession")),
      group_(of_kind(secret_, "group")),
      uid_(of_kind(secret_, "uid")),
      shift_(of_kind(secret_, "shift")) {}

std::string Key::patient(std::string_view id) const {
  return id.empty() ? std::string() : hexadecimal(patient_(id), id_bytes);
}

std::string Key::name(const Hmac& kind, std::string_view id) {
  const std::string_view plain = without_padding(id);
  return plain.empty() ? std::string() : hexadecimal(kind(plain), id_bytes);
}

std::string Key::uid(std::string_view uid) const {
  const std::string_view plain = without_padding(uid);
  if (plain.empty()) return {};
  const Digest digest = uid_(plain);
  std::array<std::uint8_t, id_bytes> uuid{};
  std::copy_n(digest.begin(), id_bytes, uuid.begin());
  return base::uid_of_uuid(uuid);
}

std::string Key::path(std::string_view path) const {
  return std::string(path_prefix) + hexadecimal(secret_(path), short_bytes);
}

int Key::shift_weeks(std::string_view patient_id) const {
  const Digest digest = shift_(patient_id);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < short_bytes; ++i) number = number << 8 | digest[i];
  return -1 - static_cast<int>(number % most_weeks);
}

std::string Key::check() const {
  return hexadecimal(of_kind(secret_, "check")(""), short_bytes);
}

Key read_key(base::ByteSource& file) {
  const std::string bytes = base::read_all(file, Key::longest);
  if (bytes.size() < Key::shortest) {
    throw base::Error({file.name()}, "a key needs at least 32 bytes; make one with: head -c 32 /dev/urandom > KEYFILE");
  }
  return Key(bytes);
}

bool is_hashed_path(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (!is_hashed_part(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace cxrval::deid
