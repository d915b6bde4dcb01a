// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"

namespace cxrval::base {
namespace {

std::string message(const Place& place, const std::string& reason) {
  const std::string where = to_string(place);
  return where.empty() ? reason : where + ": " + reason;
}

}  // namespace

std::string to_string(const Place& place) {
  std::string text = place.file;
  if (place.line != 0) text += ':' + std::to_string(place.line);
  if (place.line != 0 && place.column != 0) text += ':' + std::to_string(place.column);
  return text;
}

Error::Error(Place place, std::string reason)
    : std::runtime_error(message(place, reason)), place_(std::move(place)), reason_(std::move(reason)) {}

}  // namespace cxrval::base
