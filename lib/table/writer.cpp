// SPDX-License-Identifier: Apache-2.0
#include "table/writer.hpp"

namespace cxrval::table {

Writer::Writer(std::unique_ptr<base::ByteSink> sink, Format format, const std::vector<Column>& columns,
               std::optional<std::size_t> continued)
    : sink_(std::move(sink)), encoder_(format, columns), records_(continued.value_or(0)) {
  if (continued) return;
  encoder_.encode_header(line_);
  if (!line_.empty()) sink_->write(line_);
}

void Writer::write(std::span<const std::string> cells) {
  cells_.assign(cells.begin(), cells.end());
  line_.clear();
  encoder_.encode(cells_, line_);
  append(line_, 1);
}

void Writer::append(std::string_view encoded, std::size_t records) {
  sink_->write(encoded);
  records_ += records;
}

void Writer::flush() {
  sink_->flush();
}
void Writer::prepare() {
  sink_->prepare();
}
void Writer::close() {
  sink_->close();
}

}  // namespace cxrval::table
