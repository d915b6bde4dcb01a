// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace cxrval::text {

enum class Decoding { done, unknown_charset, malformed };

// The bytes of a charset, by its IANA name or an alias in any case (windows-1258, utf-16, iso-8859-1), as UTF-8 in
// `utf8`. Malformed bytes are told, never replaced; windows-1258 gives letters and combining tones as they stand.
// UTF-16 begins with a byte-order mark, which is dropped, or is little-endian; utf-16le and utf-16be are what they say.
// EBCDIC and stateful charsets are unknown here: nothing that begins like ASCII or UTF-16.
Decoding decode(std::string_view bytes, std::string_view charset, std::string& utf8);

// The same piece by piece, for charsets that decode() knows. read() gives what stands before malformed bytes and then
// throws Error.
// `source` must outlive the result, which has its name.
std::unique_ptr<base::ByteSource> decoding_source(base::ByteSource& source, std::string_view charset);

}  // namespace cxrval::text
