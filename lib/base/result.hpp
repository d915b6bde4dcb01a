// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace cxrval::base {

// Why one record is unusable. A bad record is a value, not an exception: the tool writes it to --rejects and goes on.
// The reason is a fixed text without any of the record's content, so that rejects can be counted by it.
struct Fault {
  Place place;
  std::string reason;

  bool operator==(const Fault&) const = default;
};

template <class T>
using Result = tl::expected<T, Fault>;

inline tl::unexpected<Fault> fault(Place place, std::string reason) {
  return tl::unexpected<Fault>(Fault{std::move(place), std::move(reason)});
}

}  // namespace cxrval::base
