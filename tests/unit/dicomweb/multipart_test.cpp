// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/multipart.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace cxrval::dicomweb;

namespace {

struct Parts : PartSink {
  struct Part {
    PartHead head;
    std::string bytes;
    bool is_complete = false;
  };

  const char* begin_part(const PartHead& head) override {
    parts.push_back({head, "", false});
    return nullptr;
  }
  const char* part_bytes(std::string_view bytes) override {
    parts.back().bytes += bytes;
    return refused;
  }
  const char* end_part() override {
    parts.back().is_complete = true;
    return nullptr;
  }

  std::vector<Part> parts;
  const char* refused = nullptr;
};

// What a body gives when it comes in pieces of one size.
struct Read {
  Parts sink;
  const char* problem = nullptr;
  bool is_complete = false;
};

Read read(const std::string& body, std::size_t piece, const std::string& boundary = "AbC") {
  Read result;
  MultipartReader reader(boundary, result.sink);
  for (std::size_t at = 0; at < body.size() && result.problem == nullptr; at += piece) {
    result.problem = reader.feed(std::string_view(body).substr(at, piece));
  }
  result.is_complete = reader.is_complete();
  return result;
}

std::vector<std::string> bytes_of(const Read& result) {
  std::vector<std::string> all;
  for (const Parts::Part& part : result.sink.parts) all.push_back(part.bytes + (part.is_complete ? "" : "<open"));
  return all;
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33) % limit;
  }

 private:
  std::uint64_t state_;
};

}  // namespace

TEST_CASE("the parts of a multipart body are those between its delimiters") {
  const std::string body =
      "--AbC\r\nContent-Type: application/dicom\r\nContent-Length: 5\r\nMIME-Version: 1.0\r\n\r\nabcde\r\n"
      "--AbC\r\n\r\nsecond\r\n--AbC--\r\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, body.size()}) {
    const Read result = read(body, piece);
    CHECK(result.problem == nullptr);
    CHECK(result.is_complete);
    CHECK(bytes_of(result) == std::vector<std::string>{"abcde", "second"});
    CHECK(result.sink.parts[0].head.content_type == "application/dicom");
    CHECK(result.sink.parts[0].head.content_length == 5U);
    CHECK_FALSE(result.sink.parts[1].head.content_length.has_value());
  }
}

TEST_CASE("text in front of the first delimiter and behind the last is no part") {
  const Read result =
      read("preamble\r\n--AbC  \r\nA: b\r\n\r\nx\r\n--AbC--\r\nepilogue\r\n--AbC\r\n\r\ny\r\n--AbC--", 3);
  CHECK(result.is_complete);
  CHECK(bytes_of(result) == std::vector<std::string>{"x"});
}

TEST_CASE("a part may have no bytes, with the line end of its empty line or without") {
  CHECK(bytes_of(read("--AbC\r\nA: b\r\n\r\n\r\n--AbC--", 1)) == std::vector<std::string>{""});
  CHECK(bytes_of(read("--AbC\r\nA: b\r\n\r\n--AbC--", 1)) == std::vector<std::string>{""});
  CHECK(bytes_of(read("--AbC\r\n\r\n--AbC--", 1)) == std::vector<std::string>{""});
  CHECK(bytes_of(read("--AbC\r\n\r\n\r\n--AbC--", 1)) == std::vector<std::string>{""});
}

TEST_CASE("bytes that only look like a delimiter belong to the part") {
  const std::string bytes = "\r\n--AbX\r\n--AbCd\r\n--AbC-x\r\n\r\n--A";
  const Read result = read("--AbC\r\n\r\n" + bytes + "\r\n--AbC--\r\n", 1);
  CHECK(result.is_complete);
  CHECK(bytes_of(result) == std::vector<std::string>{bytes});
}

TEST_CASE("a body that was cut is not complete, and its last part not either") {
  const Read result = read("--AbC\r\n\r\nfirst\r\n--AbC\r\n\r\nseco", 4);
  CHECK(result.problem == nullptr);
  CHECK_FALSE(result.is_complete);
  REQUIRE(result.sink.parts.size() == 2);
  CHECK(result.sink.parts[0].is_complete);
  CHECK_FALSE(result.sink.parts[1].is_complete);
}

TEST_CASE("line feeds alone are no delimiter") {
  CHECK(bytes_of(read("--AbC\n\nfirst\n--AbC--\n", 1)).empty());
}

TEST_CASE("the length that a part declares must be its own") {
  const std::string declared = "--AbC\r\nContent-Length: 5\r\n\r\n";
  const std::string expected = "a part is shorter or longer than its length";
  CHECK(read(declared + "abcd\r\n--AbC--", 3).problem == expected);
  CHECK(read(declared + "abcdef\r\n--AbC--", 100).problem == expected);
  CHECK(read("--AbC\r\nContent-Length: many\r\n\r\nx\r\n--AbC--", 9).problem ==
        std::string("a part's headers are damaged"));
  CHECK(read("--AbC\r\nno header\r\n\r\nx\r\n--AbC--", 9).problem == std::string("a part's headers are damaged"));
}

TEST_CASE("headers without end are refused before they fill the memory") {
  Parts sink;
  MultipartReader reader("AbC", sink);
  REQUIRE(reader.feed("--AbC\r\nA: ") == nullptr);
  const std::string piece(1 << 14, 'x');
  std::size_t fed = 0;
  const char* problem = nullptr;
  while (problem == nullptr && fed < (std::size_t{1} << 30)) {
    problem = reader.feed(piece);
    fed += piece.size();
  }
  CHECK(problem == std::string("a part's headers are longer than 64 KiB"));
  CHECK(fed <= 2 * MultipartReader::longest_head);
}

TEST_CASE("a multipart must begin") {
  Parts sink;
  MultipartReader reader("AbC", sink);
  const char* problem = nullptr;
  int fed = 0;
  while (problem == nullptr && ++fed < 1000) problem = reader.feed(std::string(4096, 'x'));
  CHECK(problem == std::string("a multipart does not begin"));
  CHECK(fed <= 18);
}

TEST_CASE("a sink's reason ends the reading") {
  Read result;
  result.sink.refused = "no more";
  MultipartReader reader("AbC", result.sink);
  CHECK(reader.feed("--AbC\r\n\r\nlong enough to be given\r\n--AbC--") == std::string("no more"));
  CHECK(reader.feed("more") == std::string("no more"));
}

TEST_CASE("random parts come back whole however the body is cut into pieces") {
  Random random(7);
  for (int round = 0; round < 400; ++round) {
    const std::string boundary = std::string(1 + random.below(4), '-') + "a";
    std::vector<std::string> parts(random.below(4));
    std::string body;
    for (std::string& part : parts) {
      const std::size_t length = random.below(60);
      // Nearly only what delimiters are made of.
      for (std::size_t i = 0; i < length; ++i) part += "\r\n-ab"[random.below(5)];
      // What would be a delimiter is no part's bytes.
      const std::string delimiter = "\r\n--" + boundary;
      for (std::size_t at = 0; (at = ("\r\n" + part).find(delimiter)) != std::string::npos;) part.erase(at, 1);
      body += "--" + boundary + "\r\nA: b\r\n\r\n" + part + "\r\n";
    }
    if (parts.empty()) body = "--" + boundary + "\r\n\r\n\r\n", parts.emplace_back();
    body += "--" + boundary + "--\r\n";
    const Read result = read(body, 1 + random.below(9), boundary);
    CHECK(result.is_complete);
    CHECK(bytes_of(result) == parts);
  }
}
