// SPDX-License-Identifier: Apache-2.0
#include "deid/element.hpp"

#include <algorithm>
#include <array>

namespace cxrval::deid {
namespace {

constexpr std::uint32_t patient_group = 0x0010;

struct Known {
  std::uint32_t tag;
  Treatment treatment;
};

constexpr std::array<Known, 20> known{{
    {0x0002'0002, Treatment::class_uid},   // Media Storage SOP Class UID
    {0x0002'0010, Treatment::class_uid},   // Transfer Syntax UID
    {0x0008'0016, Treatment::class_uid},   // SOP Class UID
    {0x0008'0050, Treatment::accession},   // Accession Number
    {0x0008'0070, Treatment::keep},        // Manufacturer
    {0x0008'1030, Treatment::text},        // Study Description
    {0x0008'103E, Treatment::text},        // Series Description
    {0x0008'1080, Treatment::text},        // Admitting Diagnoses Description
    {0x0008'1090, Treatment::keep},        // Manufacturer's Model Name
    {0x0008'1150, Treatment::class_uid},   // Referenced SOP Class UID
    {0x0010'0020, Treatment::patient_id},  // Patient ID
    {0x0010'0040, Treatment::keep},        // Patient's Sex
    {0x0010'1010, Treatment::age},         // Patient's Age
    {0x0010'1020, Treatment::number},      // Patient's Size
    {0x0010'1030, Treatment::number},      // Patient's Weight
    {0x0018'1030, Treatment::text},        // Protocol Name
    {0x0018'1400, Treatment::text},        // Acquisition Device Processing Description
    {0x0032'1030, Treatment::text},        // Reason for Study
    {0x0032'1060, Treatment::text},        // Requested Procedure Description
    {0x0040'0254, Treatment::text},        // Performed Procedure Step Description
}};

bool is_one_of(std::string_view vr, std::string_view list) {
  if (vr.size() != 2) return false;
  const std::size_t at = list.find(vr);
  return at != std::string_view::npos && at % 3 == 0;
}

}  // namespace

Treatment treatment_of_element(std::uint32_t tag, std::string_view vr) {
  const std::uint32_t group = tag >> 16;
  if (group % 2 != 0) return Treatment::drop;
  const auto* const found =
      std::find_if(known.begin(), known.end(), [tag](const Known& one) { return one.tag == tag; });
  if (found != known.end()) return found->treatment;
  if (group == patient_group) return Treatment::drop;
  if (is_one_of(vr, "UI")) return Treatment::uid;
  if (is_one_of(vr, "DA DT")) return Treatment::time;
  if (is_one_of(vr, "CS AT")) return Treatment::keep;
  if (is_one_of(vr, "IS DS TM FL FD SL SS SV UL US UV")) return Treatment::number;
  return Treatment::drop;
}

}  // namespace cxrval::deid
