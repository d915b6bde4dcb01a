// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/search.hpp"

#include "base/uid.hpp"
#include "dicomweb/text_reply.hpp"

#include <string_view>
#include <unordered_set>

namespace cxrval::dicomweb {
namespace {

// What arrives while pages are asked for moves the others, so that a page or two may hold what came before.
constexpr int most_stale_pages = 3;

std::string hexadecimal(std::uint32_t tag) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text(8, '0');
  for (std::size_t i = text.size(); i-- > 0; tag >>= 4) text[i] = digits[tag & 15];
  return text;
}

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain = "-._~*,";  // * is a wildcard and , parts values: some servers know them plain only
  std::string result;
  for (const char c : text) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          plain.find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain) {
      result += c;
    } else {
      result += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return result;
}

}  // namespace

std::string address_of(const Query& query, const Paging& paging, std::size_t offset) {
  std::string address = query.resource;
  char separator = '?';
  const auto add = [&](std::string_view key, std::string_view value) {
    address += separator;
    address.append(key).append("=").append(value);
    separator = '&';
  };
  for (const auto& [key, value] : query.keys) add(encoded(key), encoded(value));
  std::string fields;
  for (const std::uint32_t field : query.fields) fields += (fields.empty() ? "" : ",") + hexadecimal(field);
  if (!fields.empty()) add("includefield", fields);
  if (paging.size > 0) {
    add("limit", std::to_string(paging.size));
    add("offset", std::to_string(offset));
  }
  return address;
}

Found search(Client& client, const Query& query, const Paging& paging) {
  Found found;
  std::unordered_set<std::string> seen;
  std::size_t offset = 0;
  int stale = 0;  // pages one behind the other without anything new
  while (true) {
    TextReply reply(true);
    found.exchange = client.get_text(address_of(query, paging, offset), "application/dicom+json", reply);
    if (!found.exchange) return found;
    const base::Result<std::vector<JsonDataSet>> page = parse_data_sets(reply.text(), "answer");
    if (!page) {
      found.exchange = {found.exchange.status, "the answer " + page.error().reason, true};
      return found;
    }
    if (page->empty()) return found;
    std::size_t news = 0;
    for (const JsonDataSet& answer : *page) {
      const std::string uid(answer.text(query.uid).value_or(std::string_view()));
      const bool usable = base::is_uid(uid);
      if (!seen.insert(uid).second) continue;
      ++news;
      if (usable) found.answers.push_back(answer);
      if (!usable) ++found.unusable;
    }
    offset += page->size();
    if (paging.size == 0 || (query.expected && found.answers.size() >= *query.expected)) return found;
    stale = news == 0 ? stale + 1 : 0;
    const char* problem = stale == most_stale_pages ? "the server sends the same page again, it seems to know no offset"
                          : offset > paging.most    ? "the server's pages do not end"
                                                    : nullptr;
    if (problem != nullptr) {
      found.exchange = {found.exchange.status, problem, true};
      return found;
    }
  }
}

}  // namespace cxrval::dicomweb
