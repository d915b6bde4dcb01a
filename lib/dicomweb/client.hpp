// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicomweb/credentials.hpp"
#include "dicomweb/retry.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxrval::dicomweb {

struct Endpoint {
  std::string url;  // as service_url gives it
  Credentials credentials;
  double connect_timeout = 10;  // seconds
  // Seconds in which less than 64 bytes a second came or went. There is no limit for an exchange as a whole.
  double idle_timeout = 60;
  std::uint64_t rate = 0;  // bytes a second that one client takes; 0: as many as come
  RetryRule retry;
};

struct ReplyHead {
  int status = 0;
  std::string content_type;  // as sent; empty without one
};

// Takes one reply. A reason that is not nullptr ends the exchange with it.
class ReplySink {
 public:
  virtual ~ReplySink() = default;
  // Before every try: what an earlier try gave counts no more, unless the sink chooses to keep it.
  virtual void restart() = 0;
  virtual const char* head(const ReplyHead& head) = 0;
  virtual const char* bytes(std::string_view bytes) = 0;
  // The reply came whole.
  virtual const char* end() = 0;
  // Asked after a failure that may pass: whether the same request is worth a further try.
  virtual bool wants_retry() const { return true; }
};

class RequestBody {
 public:
  virtual ~RequestBody() = default;
  virtual std::uint64_t size() const = 0;
  virtual void restart() = 0;
  // Fills at most `size` bytes; 0 at the end. Throws base::Error.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
};

// How an exchange ended, its retries included.
struct Exchange {
  int status = 0;           // of the last reply; 0 without one
  std::string problem;      // empty when a reply of 2xx came whole
  bool is_lasting = false;  // the same request would fail again: a 4xx, a redirect, a certificate that is not trusted

  explicit operator bool() const { return problem.empty(); }
};

// Speaks with one server; not for several threads at once. Connections are kept between requests. Redirects are
// followed to the same scheme, host and port, and to no other. A request that fails for a reason that may pass is tried
// again by the endpoint's rule.
class Client {
 public:
  // How to wait; the ordinary one sleeps.
  using Wait = std::function<void(double seconds)>;

  explicit Client(const Endpoint& endpoint, Wait wait = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `path` begins with a slash and is added to the endpoint's url.
  Exchange get(const std::string& path, const std::string& accept, ReplySink& sink);
  // The same of text, which may come compressed: files cost more to compress than to send.
  Exchange get_text(const std::string& path, const std::string& accept, ReplySink& sink);
  Exchange post(const std::string& path, const std::vector<std::string>& headers, RequestBody& body, ReplySink& sink);

 private:
  struct Request;
  class State;

  Exchange run(const Request& request, ReplySink& sink);

  std::unique_ptr<State> state_;
};

}  // namespace cxrval::dicomweb
