// SPDX-License-Identifier: Apache-2.0
#include "xml/reader.hpp"

#include "xml/position.hpp"
#include "xml/tag_meter.hpp"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlversion.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cxrval::xml {
namespace {

#if LIBXML_VERSION >= 21200
using ErrorPointer = const xmlError*;
#else
using ErrorPointer = xmlErrorPtr;
#endif

constexpr std::size_t block_size = 1 << 15;
constexpr std::size_t name_bytes = std::size_t{1} << 20;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view ebcdic_declaration = "\x4C\x6F\xA7\x94";
// libxml2 guesses the encoding from four bytes, which may come behind a mark.
constexpr std::size_t head_bytes = utf8_mark.size() + 4;

std::string_view view(const xmlChar* text) {
  return reinterpret_cast<const char*>(text);
}

const char* reason_of(int code) {
  switch (code) {
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_ENCODING:
      return "holds a byte that is no text of XML in UTF-8";
    case XML_ERR_TAG_NAME_MISMATCH:
      return "has an end tag that closes another element";
    case XML_ERR_NAME_REQUIRED:
      return "holds an unescaped & or <";
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
    case XML_ERR_UNDECLARED_ENTITY:
      return "holds an unescaped & or an entity that is none of XML's five";
    case XML_ERR_NO_MEMORY:
      return "has too many different names";
    case XML_ERR_DOCUMENT_END:
      return "goes on behind its last element";
    default:
      return "is not well-formed XML";
  }
}

// UTF-16 is told by its mark or by a zero byte in the first two, which no XML in UTF-8 has.
bool looks_like_utf16(std::string_view head) {
  if (head.size() < 2) return false;
  const bool marked = (head[0] == '\xFF' && head[1] == '\xFE') || (head[0] == '\xFE' && head[1] == '\xFF');
  return marked || head[0] == '\0' || head[1] == '\0';
}

struct ContextCloser {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

}  // namespace

class Reader::Impl {
 public:
  Impl(base::ByteSource& source, const Limits& limits);

  base::Result<bool> next(Event& event);
  const std::string& file() const { return source_.name(); }

 private:
  // Names and text lie in arena_, which lasts until the queue is used up.
  struct Queued {
    EventKind kind;
    std::size_t offset;
    std::size_t size;
    std::size_t depth;
    Position position;
  };

  static Impl& self(void* user) noexcept { return *static_cast<Impl*>(user); }
  static void on_start(void* user, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**, int, int,
                       const xmlChar**) noexcept;
  static void on_end(void* user, const xmlChar* name, const xmlChar*, const xmlChar*) noexcept;
  static void on_text(void* user, const xmlChar* text, int size) noexcept;
  static void on_cdata(void* user, const xmlChar* text, int size) noexcept;
  static void on_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) noexcept;
  static void on_error(void* user, ErrorPointer error) noexcept;

  void refill();
  bool begin();
  void parse(std::string_view bytes, bool last);
  void stop(Position position, std::string reason) noexcept;
  void push(EventKind kind, std::string_view text, Position position);
  std::size_t consumed() const;

  base::ByteSource& source_;
  Limits limits_;
  xmlSAXHandler handler_{};
  std::unique_ptr<xmlParserCtxt, ContextCloser> context_;
  PositionFinder positions_;
  TagMeter tags_;
  std::string block_;
  std::string arena_;
  std::vector<Queued> queue_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t text_bytes_ = 0;
  std::string line_ends_;
  bool after_return_ = false;  // the CDATA piece before ended between CR and a possible LF
  bool begun_ = false;
  bool root_seen_ = false;
  bool ending_ = false;
  bool done_ = false;
  std::optional<base::Fault> fault_;
};

Reader::Impl::Impl(base::ByteSource& source, const Limits& limits)
    : source_(source), limits_(limits), tags_(limits.tag_bytes) {
  handler_.initialized = XML_SAX2_MAGIC;
  handler_.startElementNs = on_start;
  handler_.endElementNs = on_end;
  handler_.characters = on_text;
  handler_.ignorableWhitespace = on_text;
  handler_.cdataBlock = on_cdata;
  handler_.internalSubset = on_doctype;
  handler_.serror = on_error;
  context_.reset(xmlCreatePushParserCtxt(&handler_, this, nullptr, 0, nullptr));
  if (!context_) throw std::bad_alloc();
  xmlCtxtUseOptions(context_.get(), XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
  // Names are kept for good and looked up in short chains only while there are not too many.
  xmlDictSetLimit(context_->dict, name_bytes);
  block_.resize(block_size);
}

base::Result<bool> Reader::Impl::next(Event& event) {
  while (at_ == queue_.size()) {
    if (fault_) return tl::unexpected(*fault_);
    if (done_) return false;
    refill();
  }
  const Queued& queued = queue_[at_++];
  const std::string_view words = std::string_view(arena_).substr(queued.offset, queued.size);
  event = {queued.kind, {}, {}, queued.depth, queued.position.line, queued.position.column};
  (queued.kind == EventKind::text ? event.text : event.name) = words;
  return true;
}

void Reader::Impl::refill() {
  queue_.clear();
  arena_.clear();
  at_ = 0;
  if (!begun_) {
    begun_ = true;
    if (!begin()) return;
    if (!queue_.empty() || fault_) return;
  }
  const std::size_t count = source_.read(block_.data(), block_.size());
  parse({block_.data(), count}, count == 0);
}

// The first bytes decide the encoding, so they are gathered before libxml2 sees any.
bool Reader::Impl::begin() {
  std::size_t size = 0;
  while (size < head_bytes) {
    const std::size_t count = source_.read(block_.data() + size, block_.size() - size);
    if (count == 0) break;
    size += count;
  }
  std::string_view head(block_.data(), size);
  if (head.starts_with(utf8_mark)) head.remove_prefix(utf8_mark.size());
  if (looks_like_utf16(head)) {
    stop({1, 1}, "is written in UTF-16; export it in UTF-8");
    return false;
  }
  if (head.starts_with(ebcdic_declaration)) {
    stop({1, 1}, "is written in EBCDIC; export it in UTF-8");
    return false;
  }
  parse(head, size < head_bytes);
  return !done_;
}

void Reader::Impl::parse(std::string_view bytes, bool last) {
  positions_.feed(bytes);
  const std::size_t fit = tags_.feed(bytes);
  if (fit > 0) xmlParseChunk(context_.get(), bytes.data(), static_cast<int>(fit), 0);
  positions_.at(consumed());
  if (!fault_ && fit < bytes.size()) stop(positions_.at(tags_.tag_offset()), "has a tag that is too long");
  if (fault_ || !last) return;
  ending_ = true;
  xmlParseChunk(context_.get(), nullptr, 0, 1);
  if (!fault_ && (depth_ != 0 || !root_seen_)) on_error(this, nullptr);
  done_ = true;
}

std::size_t Reader::Impl::consumed() const {
  const long offset = xmlByteConsumed(context_.get());
  return offset < 0 ? 0 : static_cast<std::size_t>(offset);
}

void Reader::Impl::stop(Position position, std::string reason) noexcept {
  if (!fault_) fault_ = base::Fault{{file(), position.line, position.column}, std::move(reason)};
  xmlStopParser(context_.get());
}

void Reader::Impl::push(EventKind kind, std::string_view text, Position position) {
  queue_.push_back({kind, arena_.size(), text.size(), depth_, position});
  arena_ += text;
}

void Reader::Impl::on_start(void* user, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**, int,
                            int, const xmlChar**) noexcept {
  Impl& impl = self(user);
  if (impl.fault_) return;
  const Position position = impl.positions_.tag_before(impl.consumed());
  impl.root_seen_ = true;
  impl.after_return_ = false;
  impl.text_bytes_ = 0;
  if (++impl.depth_ > impl.limits_.depth) {
    impl.stop(position, "nests elements too deeply");
    return;
  }
  impl.push(EventKind::start, view(name), position);
}

void Reader::Impl::on_end(void* user, const xmlChar* name, const xmlChar*, const xmlChar*) noexcept {
  Impl& impl = self(user);
  if (impl.fault_ || impl.depth_ == 0) return;
  impl.push(EventKind::end, view(name), {});
  impl.text_bytes_ = 0;
  impl.after_return_ = false;
  --impl.depth_;
}

void Reader::Impl::on_text(void* user, const xmlChar* text, int size) noexcept {
  Impl& impl = self(user);
  if (impl.fault_ || impl.depth_ == 0 || size <= 0) return;
  const auto count = static_cast<std::size_t>(size);
  impl.text_bytes_ += count;
  if (impl.text_bytes_ > impl.limits_.text_bytes) {
    impl.stop(impl.positions_.at(impl.consumed()), "has an element whose text is too long");
    return;
  }
  const std::string_view piece(reinterpret_cast<const char*>(text), count);
  if (!impl.queue_.empty() && impl.queue_.back().kind == EventKind::text) {
    impl.arena_ += piece;
    impl.queue_.back().size += count;
  } else {
    impl.push(EventKind::text, piece, {});
  }
}

// In push mode libxml2 leaves the line ends of CDATA as they are; XML 1.0 section 2.11 makes each a line feed.
void Reader::Impl::on_cdata(void* user, const xmlChar* text, int size) noexcept {
  Impl& impl = self(user);
  std::string_view rest(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  if (std::exchange(impl.after_return_, false) && rest.starts_with('\n')) rest.remove_prefix(1);
  impl.line_ends_.assign(rest);
  std::size_t to = 0;
  for (std::size_t from = 0; from < rest.size(); ++from) {
    const bool is_return = rest[from] == '\r';
    impl.line_ends_[to++] = is_return ? '\n' : rest[from];
    if (is_return && from + 1 < rest.size() && rest[from + 1] == '\n') ++from;
  }
  impl.after_return_ = rest.ends_with('\r');
  on_text(user, reinterpret_cast<const xmlChar*>(impl.line_ends_.data()), static_cast<int>(to));
}

void Reader::Impl::on_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) noexcept {
  Impl& impl = self(user);
  impl.stop(impl.positions_.tag_before(impl.consumed()), "has a DOCTYPE, which is not read; remove it");
}

void Reader::Impl::on_error(void* user, ErrorPointer error) noexcept {
  Impl& impl = self(user);
  if (impl.fault_) return;
  const int code = error == nullptr ? XML_ERR_DOCUMENT_END : error->code;
  // A prefix without a declaration harms nobody here.
  if (error != nullptr && (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE)) return;
  const std::size_t offset = impl.consumed();
  const bool unfinished = impl.depth_ != 0 || !impl.root_seen_;
  const bool text_fault = code == XML_ERR_INVALID_CHAR || code == XML_ERR_INVALID_ENCODING;
  const bool cut = impl.ending_ && unfinished && !text_fault && !impl.positions_.tag_ends_behind(offset);
  if (cut) {
    impl.stop(impl.positions_.end(), impl.root_seen_ ? "ends before its last element is closed; it was cut off"
                                                     : "has no XML element; it is empty or cut off");
  } else {
    impl.stop(impl.positions_.at(offset), reason_of(code));
  }
}

Reader::Reader(base::ByteSource& source, const Limits& limits) : impl_(std::make_unique<Impl>(source, limits)) {}
Reader::~Reader() = default;

base::Result<bool> Reader::next(Event& event) {
  return impl_->next(event);
}

base::Place Reader::place(const Event& event) const {
  return {impl_->file(), event.line, event.column};
}

}  // namespace cxrval::xml
