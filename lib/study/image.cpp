// SPDX-License-Identifier: Apache-2.0
#include "study/image.hpp"

namespace cxrval::study {

std::string_view name(Status status) {
  switch (status) {
    case Status::no_result:
      return "no_result";
    case Status::rejected:
      return "rejected";
    case Status::not_cxr:
      return "not_cxr";
    case Status::not_pa:
      return "not_pa";
    case Status::ok:
      return "ok";
  }
  return "";
}

std::optional<Status> parse_status(std::string_view word) {
  for (const Status status : {Status::rejected, Status::not_cxr, Status::not_pa, Status::ok}) {
    if (word == name(status)) return status;
  }
  return std::nullopt;
}

}  // namespace cxrval::study
