// SPDX-License-Identifier: Apache-2.0
#include "xml/parser.hpp"

#include "xml/plain_document.hpp"
#include "xml/tag_meter.hpp"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlversion.h>
#include <new>
#include <utility>

namespace cxrval::xml {
namespace {

#if LIBXML_VERSION >= 21200
using ErrorPointer = const xmlError*;
#else
using ErrorPointer = xmlErrorPtr;
#endif

constexpr std::size_t block_size = std::size_t{1} << 26;  // libxml2 counts in int
constexpr std::size_t name_bytes = std::size_t{1} << 20;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view ebcdic_declaration = "\x4C\x6F\xA7\x94";
// libxml2 guesses the encoding from four bytes, which may come behind a mark.
constexpr std::size_t head_bytes = utf8_mark.size() + 4;
constexpr int attribute_parts = 5;  // local name, prefix, URI, beginning and end of the value

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
    case XML_ERR_CDATA_NOT_FINISHED:
    case XML_ERR_COMMENT_NOT_FINISHED:
      return "has a CDATA section or comment that does not end";
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

// libxml2 leaves & in a value as a reference for a tree builder to resolve.
std::string value_of(std::string_view raw) {
  constexpr std::string_view ampersand = "&#38;";
  std::string value(raw);
  for (std::size_t at = value.find(ampersand); at != std::string::npos; at = value.find(ampersand, at + 1)) {
    value.replace(at, ampersand.size(), "&");
  }
  return value;
}

struct ContextCloser {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

}  // namespace

class Parser::Impl {
 public:
  Impl(Handler& handler, const Limits& limits);

  void feed(std::string_view bytes);
  void finish();
  void parse(std::string_view document);
  void jump(Position position);
  const std::optional<Fault>& fault() const { return fault_; }
  std::size_t tag_end() const { return offset_ + consumed(); }
  Position tag_position() {
    if (!tag_position_) tag_position_ = positions_.tag_before(consumed());
    return *tag_position_;
  }

 private:
  class ParsedTag;

  static Impl& self(void* user) noexcept { return *static_cast<Impl*>(user); }
  static void on_start(void* user, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**, int count,
                       int, const xmlChar** attributes) noexcept;
  static void on_end(void* user, const xmlChar* name, const xmlChar*, const xmlChar*) noexcept;
  static void on_text(void* user, const xmlChar* text, int size) noexcept;
  static void on_cdata(void* user, const xmlChar* text, int size) noexcept;
  static void on_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) noexcept;
  static void on_error(void* user, ErrorPointer error) noexcept;

  void make_context();
  void begin();
  void feed_measured(std::string_view bytes);
  void feed_block(std::string_view bytes);
  void end();
  std::size_t consumed() const;
  void stop(std::size_t offset, Position position, const char* reason) noexcept;

  Handler& handler_;
  Limits limits_;
  xmlSAXHandler sax_{};
  std::unique_ptr<xmlParserCtxt, ContextCloser> context_;
  PositionFinder positions_;
  TagMeter tags_;
  std::string head_;        // until it is long enough to tell the encoding
  std::size_t offset_ = 0;  // of the first byte that libxml2 gets
  std::size_t fed_ = 0;
  std::size_t depth_ = 0;
  std::size_t text_bytes_ = 0;
  std::optional<Position> tag_position_;  // of the start tag at hand
  std::string line_ends_;
  bool after_return_ = false;  // the CDATA piece before ended between CR and a possible LF
  bool begun_ = false;
  bool root_seen_ = false;
  bool ending_ = false;
  std::optional<Fault> fault_;
};

class Parser::Impl::ParsedTag final : public Tag {
 public:
  ParsedTag(Impl& parser, const xmlChar** attributes, int count)
      : parser_(parser), attributes_(attributes), count_(count) {}

  std::size_t end() const override { return parser_.tag_end(); }
  Position position() const override { return parser_.tag_position(); }
  std::optional<std::string> attribute(std::string_view name) const override {
    for (int i = 0; i < count_; ++i) {
      const xmlChar** parts = attributes_ + i * attribute_parts;
      if (view(parts[0]) != name) continue;
      const auto* begin = reinterpret_cast<const char*>(parts[3]);
      return value_of({begin, static_cast<std::size_t>(parts[4] - parts[3])});
    }
    return std::nullopt;
  }

 private:
  Impl& parser_;
  const xmlChar** attributes_;
  int count_;
};

Parser::Impl::Impl(Handler& handler, const Limits& limits)
    : handler_(handler), limits_(limits), tags_(limits.tag_bytes) {
  sax_.initialized = XML_SAX2_MAGIC;
  sax_.startElementNs = on_start;
  sax_.endElementNs = on_end;
  sax_.characters = on_text;
  sax_.ignorableWhitespace = on_text;
  sax_.cdataBlock = on_cdata;
  sax_.internalSubset = on_doctype;
  sax_.serror = on_error;
}

void Parser::Impl::feed(std::string_view bytes) {
  if (begun_) return feed_measured(bytes);
  head_ += bytes;
  if (head_.size() < head_bytes) return;
  begin();
}

void Parser::Impl::finish() {
  if (!begun_) begin();
  end();
}

void Parser::Impl::parse(std::string_view document) {
  if (read_plain(document, limits_, handler_)) return;
  const bool one_tag_at_most = document.size() <= limits_.tag_bytes;
  if (!one_tag_at_most || document.size() < head_bytes) {
    feed(document);
  } else {
    head_ = document.substr(0, head_bytes);
    begin();
    feed_block(document.substr(head_bytes));
  }
  finish();
}

void Parser::Impl::jump(Position position) {
  if (!begun_ && !head_.empty()) begin();
  positions_.jump(position);
}

void Parser::Impl::make_context() {
  // libxml2 sets itself up without a lock of its own, and any of several threads may be the first.
  static const bool set_up = (xmlInitParser(), true);
  static_cast<void>(set_up);
  context_.reset(xmlCreatePushParserCtxt(&sax_, this, nullptr, 0, nullptr));
  if (!context_) throw std::bad_alloc();
  xmlCtxtUseOptions(context_.get(), XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
  // Names are kept for good and looked up in short chains only while there are not too many.
  xmlDictSetLimit(context_->dict, name_bytes);
}

// The first bytes decide the encoding, so they are gathered before libxml2 sees any.
void Parser::Impl::begin() {
  begun_ = true;
  make_context();
  std::string_view head = head_;
  if (head.starts_with(utf8_mark)) {
    head.remove_prefix(utf8_mark.size());
    offset_ = utf8_mark.size();
  }
  if (looks_like_utf16(head)) return stop(0, {1, 1}, "is written in UTF-16; export it in UTF-8");
  if (head.starts_with(ebcdic_declaration)) return stop(0, {1, 1}, "is written in EBCDIC; export it in UTF-8");
  feed_measured(head);
}

void Parser::Impl::feed_measured(std::string_view bytes) {
  if (fault_) return;
  const std::size_t fit = tags_.feed(bytes);
  feed_block(bytes.substr(0, fit));
  if (fault_ || fit == bytes.size()) return;
  positions_.feed(bytes.substr(fit));
  stop(offset_ + tags_.tag_offset(), positions_.at(tags_.tag_offset()), "has a tag that is too long");
}

void Parser::Impl::feed_block(std::string_view bytes) {
  while (!bytes.empty() && !fault_) {
    const std::string_view block = bytes.substr(0, block_size);
    bytes.remove_prefix(block.size());
    positions_.feed(block);
    fed_ += block.size();
    xmlParseChunk(context_.get(), block.data(), static_cast<int>(block.size()), 0);
    if (!fault_) positions_.at(consumed());
  }
}

void Parser::Impl::end() {
  if (fault_) return;
  ending_ = true;
  xmlParseChunk(context_.get(), nullptr, 0, 1);
  if (!fault_ && (depth_ != 0 || !root_seen_)) on_error(this, nullptr);
}

std::size_t Parser::Impl::consumed() const {
  const long offset = xmlByteConsumed(context_.get());
  return offset < 0 ? 0 : static_cast<std::size_t>(offset);
}

void Parser::Impl::stop(std::size_t offset, Position position, const char* reason) noexcept {
  if (!fault_) fault_ = Fault{offset, position, reason};
  xmlStopParser(context_.get());
}

void Parser::Impl::on_start(void* user, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**,
                            int count, int, const xmlChar** attributes) noexcept {
  Impl& impl = self(user);
  if (impl.fault_) return;
  impl.root_seen_ = true;
  impl.after_return_ = false;
  impl.tag_position_.reset();
  impl.text_bytes_ = 0;
  if (++impl.depth_ > impl.limits_.depth) {
    const std::size_t offset = impl.consumed();
    return impl.stop(impl.offset_ + offset, impl.tag_position(), "nests elements too deeply");
  }
  impl.handler_.start(view(name), ParsedTag(impl, attributes, count));
}

void Parser::Impl::on_end(void* user, const xmlChar* name, const xmlChar*, const xmlChar*) noexcept {
  Impl& impl = self(user);
  if (impl.fault_ || impl.depth_ == 0) return;
  impl.text_bytes_ = 0;
  impl.after_return_ = false;
  --impl.depth_;
  impl.handler_.end(view(name));
}

void Parser::Impl::on_text(void* user, const xmlChar* text, int size) noexcept {
  Impl& impl = self(user);
  if (impl.fault_ || impl.depth_ == 0 || size <= 0) return;
  const auto count = static_cast<std::size_t>(size);
  impl.text_bytes_ += count;
  if (impl.text_bytes_ > impl.limits_.text_bytes) {
    const std::size_t offset = impl.consumed();
    return impl.stop(impl.offset_ + offset, impl.positions_.at(offset), "has an element whose text is too long");
  }
  impl.handler_.text({reinterpret_cast<const char*>(text), count});
}

// In push mode libxml2 leaves the line ends of CDATA as they are; XML 1.0 section 2.11 makes each a line feed.
void Parser::Impl::on_cdata(void* user, const xmlChar* text, int size) noexcept {
  Impl& impl = self(user);
  std::string_view rest(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  if (std::exchange(impl.after_return_, false) && rest.starts_with('\n')) rest.remove_prefix(1);
  if (rest.find('\r') == std::string_view::npos) {
    return on_text(user, reinterpret_cast<const xmlChar*>(rest.data()), static_cast<int>(rest.size()));
  }
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

void Parser::Impl::on_doctype(void* user, const xmlChar*, const xmlChar*, const xmlChar*) noexcept {
  Impl& impl = self(user);
  const std::size_t offset = impl.consumed();
  impl.stop(impl.offset_ + offset, impl.positions_.tag_before(offset), "has a DOCTYPE, which is not read; remove it");
}

void Parser::Impl::on_error(void* user, ErrorPointer error) noexcept {
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
    impl.stop(impl.offset_ + impl.fed_, impl.positions_.end(),
              impl.root_seen_ ? "ends before its last element is closed; it was cut off"
                              : "has no XML element; it is empty or cut off");
  } else {
    // libxml2 finds the end of the document where a section should end.
    const bool open_section = code == XML_ERR_DOCUMENT_END && unfinished;
    impl.stop(impl.offset_ + offset, impl.positions_.at(offset),
              reason_of(open_section ? XML_ERR_CDATA_NOT_FINISHED : code));
  }
}

Parser::Parser(Handler& handler, const Limits& limits) : impl_(std::make_unique<Impl>(handler, limits)) {}
Parser::~Parser() = default;

void Parser::feed(std::string_view bytes) {
  impl_->feed(bytes);
}

void Parser::finish() {
  impl_->finish();
}

void Parser::parse(std::string_view document) {
  impl_->parse(document);
}

void Parser::jump(Position position) {
  impl_->jump(position);
}

const std::optional<Fault>& Parser::fault() const {
  return impl_->fault();
}

}  // namespace cxrval::xml
