// SPDX-License-Identifier: Apache-2.0
#include "provenance/run_record.hpp"

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

}  // namespace cxrval::provenance
