// SPDX-License-Identifier: Apache-2.0
#include "xml/parser.hpp"
#include "xml/plain_document.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace cxrval;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

class Recorder : public xml::Handler {
 public:
  void start(std::string_view name, const xml::Tag& tag) noexcept override {
    const xml::Position position = tag.position();
    events += '<' + std::string(name) + '@' + std::to_string(tag.end()) + ':' + std::to_string(position.line) + ':' +
              std::to_string(position.column) + '>';
  }
  void text(std::string_view piece) noexcept override { events += piece; }
  void end(std::string_view name) noexcept override { events += "</" + std::string(name) + '>'; }

  std::string events;
};

}  // namespace

// Any bytes as a document: what the short way for plain documents takes, libxml2 finds well-formed and reads alike.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Recorder by_libxml2;
  xml::Parser parser(by_libxml2);
  parser.feed(bytes);
  parser.finish();
  Recorder plain;
  if (xml::read_plain(bytes, {}, plain)) {
    demand(!parser.fault());
    demand(plain.events == by_libxml2.events);
  } else {
    demand(plain.events.empty());
  }
  return 0;
}
