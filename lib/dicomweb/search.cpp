// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/search.hpp"

#include "dicomweb/media_type.hpp"
#include "dicomweb/uid.hpp"

#include <string_view>
#include <unordered_set>

namespace cxrval::dicomweb {
namespace {

constexpr std::size_t longest_answer = std::size_t{64} << 20;

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

class JsonSink : public ReplySink {
 public:
  void restart() override {
    status_ = 0;
    text_.clear();
  }
  const char* head(const ReplyHead& head) override {
    status_ = head.status;
    if (status_ != 200) return nullptr;
    const std::optional<MediaType> type = parse_media_type(head.content_type);
    const bool is_json = type && (type->type == "application/json" || type->type == "application/dicom+json");
    return is_json ? nullptr : fail("the answer is no JSON by its type");
  }
  const char* bytes(std::string_view bytes) override {
    if (status_ != 200) return nullptr;
    if (text_.size() + bytes.size() > longest_answer) return fail("the answer is longer than 64 MiB");
    text_.append(bytes);
    return nullptr;
  }
  const char* end() override { return nullptr; }
  bool wants_retry() const override { return !failed_; }

  const std::string& text() const { return text_; }

 private:
  const char* fail(const char* reason) {
    failed_ = true;
    return reason;
  }

  int status_ = 0;
  bool failed_ = false;
  std::string text_;
};

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
  while (true) {
    JsonSink sink;
    found.exchange = client.get(address_of(query, paging, offset), "application/dicom+json", sink);
    if (!found.exchange) return found;
    const base::Result<std::vector<JsonDataSet>> page = parse_data_sets(sink.text(), "answer");
    if (!page) {
      found.exchange = {found.exchange.status, "the answer " + page.error().reason, true};
      return found;
    }
    if (page->empty()) return found;
    std::size_t news = 0;
    for (const JsonDataSet& answer : *page) {
      const std::string uid(answer.text(query.uid).value_or(std::string_view()));
      const bool usable = is_uid(uid);
      if (!seen.insert(uid).second) continue;
      ++news;
      if (usable) found.answers.push_back(answer);
      if (!usable) ++found.unusable;
    }
    offset += page->size();
    if (paging.size == 0 || (query.expected && found.answers.size() >= *query.expected)) return found;
    const char* problem = news == 0              ? "the server sends the same page again, it seems to know no offset"
                          : offset > paging.most ? "the server's pages do not end"
                                                 : nullptr;
    if (problem != nullptr) {
      found.exchange = {found.exchange.status, problem, true};
      return found;
    }
  }
}

}  // namespace cxrval::dicomweb
