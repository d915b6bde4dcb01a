// SPDX-License-Identifier: Apache-2.0
#include "his/payload.hpp"

#include <zlib.h>
#include <utility>

namespace cxrval::his {
namespace {

constexpr const char* too_large = "is larger than 64 MiB";

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1F\x8B");
}

class Inflater {
 public:
  Inflater() { ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  tl::expected<std::string, std::string> inflate_all(std::string& packed) {
    if (!ready_) return tl::unexpected<std::string>("cannot be unpacked: no memory");
    stream_.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_in = static_cast<uInt>(packed.size());
    std::string bytes;
    std::string block(1 << 16, '\0');
    int status = Z_OK;
    while (status == Z_OK) {
      stream_.next_out = reinterpret_cast<Bytef*>(block.data());
      stream_.avail_out = static_cast<uInt>(block.size());
      status = ::inflate(&stream_, Z_NO_FLUSH);
      bytes.append(block, 0, block.size() - stream_.avail_out);
      if (bytes.size() > payload_limit) return tl::unexpected<std::string>(too_large);
    }
    if (status != Z_STREAM_END || stream_.avail_in != 0) return tl::unexpected<std::string>("is damaged gzip");
    return bytes;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

void Payload::feed(std::string_view text) {
  if (form_ == Form::empty) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return;
    text.remove_prefix(first);
    form_ = text.front() == '<' ? Form::text : Form::base64;
  }
  if (!reason_.empty()) return;
  if (form_ == Form::text) {
    bytes_ += text;
  } else if (!decoder_.feed(text, bytes_)) {
    reason_ = "is not base64";
  }
  if (bytes_.size() > payload_limit) reason_ = too_large;
  if (!reason_.empty()) bytes_ = {};
}

tl::expected<std::string, std::string> Payload::finish() {
  if (reason_.empty() && form_ == Form::base64 && !decoder_.finish(bytes_)) reason_ = "is not base64";
  if (!reason_.empty()) return tl::unexpected(reason_);
  if (is_gzip(bytes_)) return Inflater().inflate_all(bytes_);
  return std::exchange(bytes_, {});
}

}  // namespace cxrval::his
