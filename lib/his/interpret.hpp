// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/profile.hpp"
#include "his/record.hpp"
#include "his/session.hpp"

#include <string>
#include <tl/expected.hpp>

namespace cxrval::his {

// The session that a record describes, without services, its facility empty where it names none; or the fixed reason
// why it is unusable: session, patient or check-in empty, or a time of none of the profile's forms. A check-in or
// check-out of a day alone means the whole day: 00:00 and 23:59. An empty check-out is an open session.
tl::expected<Session, std::string> session_of(const Record& record, const Profile& profile);

// The result that a record describes; or why it is unusable: no session, or a report time that is neither empty nor of
// one of the profile's forms. A day alone is no report time.
tl::expected<ServiceResult, std::string> result_of(const Record& record, const Profile& profile);

}  // namespace cxrval::his
