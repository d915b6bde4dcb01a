// SPDX-License-Identifier: Apache-2.0
#include "provenance/run_record.hpp"

#include "base/number.hpp"

#include <nlohmann/json.hpp>

namespace cxrval::provenance {
namespace {

using Json = nlohmann::ordered_json;

Json stream_json(const Stream& stream) {
  Json json{{"role", stream.role}, {"path", stream.path}, {"sha256", stream.sha256}, {"bytes", stream.bytes}};
  if (stream.records) json["records"] = *stream.records;
  if (stream.files) json["files"] = *stream.files;
  return json;
}

Json account_json(const Account& account) {
  return {{"unit", account.unit},        {"read", account.read},         {"written_as", account.written_as},
          {"written", account.written},  {"excluded", account.excluded}, {"merged", account.merged},
          {"rejected", account.rejected}};
}

template <class T, class Convert>
Json list(const std::vector<T>& items, Convert convert) {
  Json json = Json::array();
  for (const T& item : items) json.push_back(convert(item));
  return json;
}

// Numbers that are no counts would be converted without a word.
std::uint64_t count_from(const Json& json) {
  if (!json.is_number_unsigned()) throw Json::type_error::create(302, "not a count", &json);
  return json.get<std::uint64_t>();
}

int exit_code_from(const Json& json) {
  constexpr std::uint64_t most = 255;
  const std::uint64_t code = count_from(json);
  if (code > most) throw Json::type_error::create(302, "not an exit code", &json);
  return static_cast<int>(code);
}

std::optional<std::uint64_t> optional_count(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() ? std::nullopt : std::optional(count_from(*found));
}

std::map<std::string, std::uint64_t> reasons_from(const Json& json) {
  std::map<std::string, std::uint64_t> reasons;
  for (const auto& [reason, count] : json.get_ref<const Json::object_t&>()) reasons[reason] = count_from(count);
  return reasons;
}

Account account_from(const Json& json) {
  Account account;
  json.at("unit").get_to(account.unit);
  account.read = count_from(json.at("read"));
  json.at("written_as").get_to(account.written_as);
  account.written = count_from(json.at("written"));
  account.excluded = reasons_from(json.at("excluded"));
  account.merged = count_from(json.at("merged"));
  account.rejected = reasons_from(json.at("rejected"));
  return account;
}

Stream stream_from(const Json& json) {
  Stream stream;
  json.at("role").get_to(stream.role);
  json.at("path").get_to(stream.path);
  json.at("sha256").get_to(stream.sha256);
  stream.bytes = count_from(json.at("bytes"));
  stream.records = optional_count(json, "records");
  stream.files = optional_count(json, "files");
  return stream;
}

RunRecord record_from(const Json& json) {
  RunRecord record;
  json.at("tool").get_to(record.tool);
  json.at("version").get_to(record.version);
  json.at("arguments").get_to(record.arguments);
  if (!json.at("seed").is_null()) {
    record.seed = base::parse_integer<std::uint64_t>(json.at("seed").get_ref<const std::string&>());
  }
  json.at("settings").get_to(record.settings);
  for (const Json& stream : json.at("inputs")) record.inputs.push_back(stream_from(stream));
  for (const Json& stream : json.at("outputs")) record.outputs.push_back(stream_from(stream));
  for (const Json& account : json.at("ledger")) record.accounts.push_back(account_from(account));
  record.exit_code = exit_code_from(json.at("exit_code"));
  json.at("started").get_to(record.started);
  json.at("finished").get_to(record.finished);
  return record;
}

template <class T, class From>
std::optional<T> parsed(std::string_view json, From from) {
  try {
    return from(Json::parse(json));
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::string to_json(const Account& account) {
  return account_json(account).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const RunRecord& record) {
  Json json{{"tool", record.tool}, {"version", record.version}, {"arguments", record.arguments}};
  // A string: seeds above 2^53 do not survive common JSON readers as numbers.
  json["seed"] = record.seed ? Json(std::to_string(*record.seed)) : Json(nullptr);
  json["settings"] = record.settings;
  json["inputs"] = list(record.inputs, stream_json);
  json["outputs"] = list(record.outputs, stream_json);
  json["ledger"] = list(record.accounts, account_json);
  json["exit_code"] = record.exit_code;
  json["started"] = record.started;
  json["finished"] = record.finished;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::optional<Account> parse_account(std::string_view json) {
  return parsed<Account>(json, account_from);
}

std::optional<RunRecord> parse_run_record(std::string_view json) {
  return parsed<RunRecord>(json, record_from);
}

}  // namespace cxrval::provenance
