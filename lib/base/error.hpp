// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace cxrval::base {

// Where something stands, for messages: `file`, `file:line` or `file:line:column`. Zero means unknown;
// lines and columns count from 1. In a table the column is the cell's, in other text the byte's.
struct Place {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;

  bool operator==(const Place&) const = default;
};

std::string to_string(const Place& place);

// Ends the tool with exit code 1. The reason is lower case, has no full stop and never quotes a patient's data.
class Error : public std::runtime_error {
 public:
  explicit Error(std::string reason) : Error(Place{}, std::move(reason)) {}
  Error(Place place, std::string reason);

  const Place& place() const { return place_; }
  const std::string& reason() const { return reason_; }

 private:
  Place place_;
  std::string reason_;
};

// The command line is wrong: exit code 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

}  // namespace cxrval::base
