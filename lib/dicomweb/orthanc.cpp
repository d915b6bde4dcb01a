// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/orthanc.hpp"

#include "base/uid.hpp"
#include "dicomweb/text_reply.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace cxrval::dicomweb {
namespace {

using nlohmann::json;

constexpr auto accept = "application/json";

std::optional<json> parsed(std::string_view text) {
  json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return std::nullopt;
  return document;
}

std::string text_member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// 40 hexadecimal digits in five groups; anything else could be a path.
bool is_identifier(std::string_view text) {
  constexpr std::size_t length = 44;
  return text.size() == length && std::all_of(text.begin(), text.end(), [](char c) {
           return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

FoundChanges ask(Client& client, const std::string& path) {
  TextReply reply(true);
  FoundChanges found;
  found.exchange = client.get_text(path, accept, reply);
  if (!found.exchange) return found;
  base::Result<OrthancChanges> changes = parse_changes(reply.text(), "answer");
  if (changes) {
    found.changes = std::move(*changes);
  } else {
    found.exchange = {found.exchange.status, "the answer " + changes.error().reason, true};
  }
  return found;
}

}  // namespace

base::Result<OrthancChanges> parse_changes(std::string_view text, const std::string& shown) {
  const std::optional<json> document = parsed(text);
  if (!document) return base::fault({shown}, "is no JSON");
  const bool is_object = document->is_object();
  const auto list = is_object ? document->find("Changes") : document->end();
  const auto last = is_object ? document->find("Last") : document->end();
  const auto done = is_object ? document->find("Done") : document->end();
  if (!is_object || list == document->end() || !list->is_array() || last == document->end() ||
      !last->is_number_unsigned() || done == document->end() || !done->is_boolean()) {
    return base::fault({shown}, "is no list of changes");
  }
  OrthancChanges changes{{}, last->get<std::uint64_t>(), done->get<bool>()};
  for (const json& change : *list) {
    std::string id = text_member(change, "ID");
    if (text_member(change, "ChangeType") == "NewInstance" && is_identifier(id))
      changes.instances.push_back(std::move(id));
  }
  return changes;
}

base::Result<std::string> parse_study(std::string_view text, const std::string& shown) {
  const std::optional<json> document = parsed(text);
  if (!document) return base::fault({shown}, "is no JSON");
  const auto tags = document->is_object() ? document->find("MainDicomTags") : document->end();
  std::string uid = tags == document->end() ? std::string() : text_member(*tags, "StudyInstanceUID");
  if (!base::is_uid(uid)) return base::fault({shown}, "is no study");
  return uid;
}

FoundChanges find_changes(Client& client, std::uint64_t since) {
  constexpr int page = 1000;
  return ask(client, "/changes?since=" + std::to_string(since) + "&limit=" + std::to_string(page));
}

FoundChanges last_change(Client& client) {
  return ask(client, "/changes?last");
}

std::pair<std::string, Exchange> study_of(Client& client, const std::string& instance) {
  constexpr int not_found = 404;
  TextReply reply(true);
  Exchange exchange = client.get_text("/instances/" + instance + "/study", accept, reply);
  if (exchange.status == not_found) return {"", {not_found, "", false}};
  if (!exchange) return {"", exchange};
  base::Result<std::string> study = parse_study(reply.text(), "answer");
  if (!study) return {"", {exchange.status, "the answer " + study.error().reason, true}};
  return {std::move(*study), exchange};
}

}  // namespace cxrval::dicomweb
