// SPDX-License-Identifier: Apache-2.0
#include "provenance/checkpoint.hpp"

#include <nlohmann/json.hpp>

namespace cxrval::provenance {
namespace {

using Json = nlohmann::ordered_json;

Json marks_json(const std::map<std::string, Mark>& marks) {
  Json json = Json::object();
  for (const auto& [role, mark] : marks)
    json[role] = {{"bytes", mark.bytes}, {"records", mark.records}, {"sha256", mark.sha256}};
  return json;
}

}  // namespace

std::string to_line(const Checkpoint& checkpoint) {
  Json accounts = Json::array();
  for (const Account& account : checkpoint.accounts) accounts.push_back(Json::parse(to_json(account)));
  const Json json{{"identity", checkpoint.identity},
                  {"inputs", checkpoint.inputs},
                  {"inputs_sha256", checkpoint.inputs_sha256},
                  {"outputs", marks_json(checkpoint.outputs)},
                  {"ledger", accounts}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::optional<Checkpoint> parse_checkpoint(std::string_view line) {
  try {
    const Json json = Json::parse(line);
    Checkpoint checkpoint;
    json.at("identity").get_to(checkpoint.identity);
    json.at("inputs").get_to(checkpoint.inputs);
    json.at("inputs_sha256").get_to(checkpoint.inputs_sha256);
    for (const auto& [role, mark] : json.at("outputs").items()) {
      checkpoint.outputs[role] = {mark.at("bytes").get<std::uint64_t>(), mark.at("records").get<std::uint64_t>(),
                                  mark.at("sha256").get<std::string>()};
    }
    for (const Json& account : json.at("ledger")) {
      const auto parsed = parse_account(account.dump());
      if (!parsed) return std::nullopt;
      checkpoint.accounts.push_back(*parsed);
    }
    return checkpoint;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace cxrval::provenance
