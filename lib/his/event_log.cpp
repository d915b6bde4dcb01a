// SPDX-License-Identifier: Apache-2.0
#include "his/event_log.hpp"

#include "his/packed.hpp"

#include <cstddef>

namespace cxrval::his {

std::uint64_t EventLog::add(const Event& event) {
  frame_.clear();
  frame_ += static_cast<char>(event.kind);
  pack(frame_, std::uint64_t{event.version});
  pack(frame_, event.packed);
  return spool_.append(frame_);
}

Event EventReader::read(std::uint64_t& offset) {
  constexpr std::size_t longest_head = 16;  // the kind, a number below 2^32, a length below 2^63
  const std::string_view bytes = reader_.at(offset, longest_head);
  Unpacker head(bytes);
  Event event;
  event.kind = static_cast<EventKind>(head.number());
  event.version = static_cast<std::uint32_t>(head.number());
  const auto size = static_cast<std::size_t>(head.number());
  offset += bytes.size() - head.rest().size();
  event.packed = reader_.at(offset, size);
  offset += size;
  return event;
}

}  // namespace cxrval::his
