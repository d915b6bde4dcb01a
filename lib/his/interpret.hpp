// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "his/record.hpp"
#include "his/session.hpp"

#include <string>
#include <tl/expected.hpp>

namespace cxrval::his {

// The session that a TONG_HOP describes, without services; or the fixed reason why it is unusable: MA_LK, MA_BN or
// NGAY_VAO empty, or a time that is no yyyyMMddHHmm[ss]. A check-in or check-out of eight digits means the whole day:
// 00:00 and 23:59. An empty NGAY_RA is an open session. `facility_id` stands in where MA_CSKCB is empty.
tl::expected<Session, std::string> session_of(const Record& record, const std::string& facility_id);

// The result that a CHI_TIET_CLS describes; or why it is unusable: no MA_LK, or NGAY_KQ neither empty nor
// yyyyMMddHHmm[ss].
tl::expected<ServiceResult, std::string> result_of(const Record& record);

}  // namespace cxrval::his
