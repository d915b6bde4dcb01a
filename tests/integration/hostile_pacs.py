# SPDX-License-Identifier: Apache-2.0
"""hostile_pacs.py IMAGE [CERTIFICATE KEY AUTHORITY]: a DICOMweb server that misbehaves, as the first part of the path says (/cut/studies…). Prints its port.

It has one study of three images, made from IMAGE; each way of misbehaving changes how that is answered. /log gives the
requests that came, one a line. With a certificate it speaks TLS and wants one of its clients that the authority signed.
"""
import gzip
import http.server
import io
import json
import ssl
import sys
import threading
import time

import pydicom

STUDY, SERIES = "2.25.1", "2.25.2"
IMAGES = ["2.25.11", "2.25.12", "2.25.13"]
BOUNDARY = "a-boundary"
requests = []
failures = {}


def files(image):
    contents = {}
    for uid in IMAGES:
        data = pydicom.dcmread(image)
        data.StudyInstanceUID, data.SeriesInstanceUID, data.SOPInstanceUID = STUDY, SERIES, uid
        data.file_meta.MediaStorageSOPInstanceUID = uid
        data.Modality, data.BodyPartExamined = "DX", "CHEST"
        target = pydicom.filebase.DicomBytesIO()
        data.save_as(target, write_like_original=True)
        contents[uid] = target.getvalue()
    return contents


def answer(**tags):
    return {tag[1:]: {"vr": "UI", "Value": [value]} for tag, value in tags.items()}


def study(uid=STUDY, count=3):
    return answer(_0020000D=uid, _00201206=1, _00201208=count)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body, content_type="application/dicom+json", headers=()):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def list(self, answers):
        self.reply(200, json.dumps(answers).encode())

    def part(self, uid):
        return b"--%s\r\nContent-Type: application/dicom\r\n\r\n%s\r\n" % (BOUNDARY.encode(), self.server.files[uid])

    def multipart(self, body, declared=None, content_type=None):
        self.send_response(200)
        self.send_header("Content-Type", content_type or 'multipart/related; type=application/dicom; boundary="%s"' % BOUNDARY)
        if declared is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(declared))
            self.close_connection = True
        self.end_headers()
        for piece in body:
            self.wfile.write(piece if declared is not None else b"%x\r\n%s\r\n" % (len(piece), piece))
        if declared is None:
            self.wfile.write(b"0\r\n\r\n")

    def do_GET(self):
        path, _, query = self.path.partition("?")
        if path == "/log":
            self.reply(200, "".join(line + "\n" for line in requests).encode(), "text/plain")
            return
        requests.append(self.path)
        way, _, resource = path[1:].partition("/")
        parts = resource.split("/")
        keys = dict(key.split("=", 1) for key in query.split("&") if key)
        try:
            getattr(self, "way_" + way)(parts, keys)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def way_good(self, parts, keys):
        offset = int(keys.get("offset", 0))
        if parts == ["studies"]:
            self.list([study()] if offset == 0 else [])
        elif parts[-1] == "series":
            self.list([answer(_0020000E=SERIES, _00201209=3)] if offset == 0 else [])
        elif parts[-1] == "instances":
            self.list([answer(_00080018=uid) for uid in IMAGES] if offset == 0 else [])
        elif parts == ["studies", STUDY]:
            self.multipart([self.part(uid) for uid in IMAGES] + [b"--%s--\r\n" % BOUNDARY.encode()])
        elif parts[-1] in IMAGES:
            self.multipart([self.part(parts[-1]), b"--%s--" % BOUNDARY.encode()])
        else:
            self.reply(404, b"")

    def is_file(self, parts):
        return parts == ["studies", STUDY] or parts[-1] in IMAGES

    # Listings.
    def way_endless(self, parts, keys):
        if parts == ["studies"]:
            offset = int(keys.get("offset", 0))
            self.list([study("2.25.%d" % (10**9 + offset + i), 0) for i in range(20000)])
        else:
            self.list([])

    def way_no_offset(self, parts, keys):
        if parts == ["studies"]:
            self.list([study()])
        else:
            self.way_good(parts, keys)

    def way_html(self, parts, keys):
        if parts == ["studies"]:
            self.reply(200, b"<html>Please log in</html>", "text/html")
        else:
            self.way_good(parts, keys)

    def way_no_json(self, parts, keys):
        self.reply(200, b'[{"0020000D": {"vr": "UI", "Value": ["2.25.1"]}')

    def way_huge(self, parts, keys):
        self.send_response(200)
        self.send_header("Content-Type", "application/dicom+json")
        self.send_header("Content-Length", str(1 << 40))
        self.close_connection = True
        self.end_headers()
        while True:
            self.wfile.write(b" " * (1 << 20))

    def way_unauthorized(self, parts, keys):
        self.reply(401, b"", headers=[("WWW-Authenticate", "Basic")])

    def way_busy(self, parts, keys):
        first = failures.setdefault(self.path, 0) == 0
        failures[self.path] += 1
        if first and parts == ["studies"]:
            self.reply(429, b"", headers=[("Retry-After", "2")])
        else:
            self.way_good(parts, keys)

    def way_broken(self, parts, keys):
        failures[self.path] = failures.get(self.path, 0) + 1
        if failures[self.path] < 3 and self.is_file(parts):
            self.reply(503, b"")
        else:
            self.way_good(parts, keys)

    def way_forever_broken(self, parts, keys):
        if self.is_file(parts):
            self.reply(500, b"")
        else:
            self.way_good(parts, keys)

    def way_basic(self, parts, keys):
        if self.headers["Authorization"] == "Basic Y3hydmFsOnNlOmNyZXQ=":  # cxrval, se:cret
            self.way_good(parts, keys)
        else:
            self.way_unauthorized(parts, keys)

    def way_token(self, parts, keys):
        if self.headers["Authorization"] == "Bearer abc.def":
            self.way_good(parts, keys)
        else:
            self.way_unauthorized(parts, keys)

    def way_poison(self, parts, keys):  # one image breaks off at every time
        if parts[-1] == IMAGES[1]:
            self.close_connection = True
            self.connection.close()
        elif parts == ["studies", STUDY]:
            self.reply(500, b"")
        else:
            self.way_good(parts, keys)

    def way_no_files(self, parts, keys):  # lists, and has nothing of it
        if self.is_file(parts):
            self.reply(404, b"")
        else:
            self.way_good(parts, keys)

    def way_capped(self, parts, keys):  # lists two of three
        if parts[-1] == "instances":
            self.list([answer(_00080018=uid, _0020000E=SERIES) for uid in IMAGES[:2]])
        else:
            self.way_good(parts, keys)

    def way_uncounted(self, parts, keys):  # a series of another modality beside, without its number of images
        if parts == ["studies"]:
            self.list([study(count=40)] if int(keys.get("offset", 0)) == 0 else [])
        elif parts[-1] == "series":
            ct = answer(_0020000E="2.25.3", _00080060="CT")
            self.list([answer(_0020000E=SERIES, _00201209=3), ct] if int(keys.get("offset", 0)) == 0 else [])
        else:
            self.way_good(parts, keys)

    def way_odd_uid(self, parts, keys):
        if parts[-1] == "instances" and int(keys.get("offset", 0)) == 0:
            self.list([answer(_00080018=uid, _0020000E=SERIES) for uid in [IMAGES[0], "1.2.abc", IMAGES[2]]])
        else:
            self.way_good(parts, keys)

    def way_files_unauthorized(self, parts, keys):
        if self.is_file(parts):
            self.way_unauthorized(parts, keys)
        else:
            self.way_good(parts, keys)

    def way_files_forbidden(self, parts, keys):
        if self.is_file(parts):
            self.reply(403, b"")
        else:
            self.way_good(parts, keys)

    def way_bomb(self, parts, keys):
        body = gzip.compress(b"[{}" + b",{}" * 15_000_000 + b"]")
        self.reply(200, body, headers=[("Content-Encoding", "gzip")])

    def endless(self, status, content_type, head=b""):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.close_connection = True
        self.end_headers()
        self.wfile.write(head)
        while True:
            self.wfile.write(b"x" * (1 << 16))

    def way_endless_refusal(self, parts, keys):
        if self.is_file(parts):
            self.endless(400, "text/plain")
        else:
            self.way_good(parts, keys)

    def way_endless_end(self, parts, keys):
        if self.is_file(parts):
            one = parts[-1] if parts[-1] in IMAGES else IMAGES[0]
            self.endless(200, "multipart/related; boundary=" + BOUNDARY, self.part(one) + b"--%s--\r\n" % BOUNDARY.encode())
        else:
            self.way_good(parts, keys)

    def way_bad_request(self, parts, keys):
        self.reply(400, b"")

    def way_elsewhere(self, parts, keys):
        self.reply(302, b"", headers=[("Location", "http://localhost:%d/good/%s" % (self.server.server_port, "/".join(parts)))])

    def way_moved(self, parts, keys):
        self.reply(307, b"", headers=[("Location", self.path.replace("/moved/", "/good/"))])

    def way_circle(self, parts, keys):
        self.reply(302, b"", headers=[("Location", self.path)])

    def way_hostile_uids(self, parts, keys):
        if parts == ["studies"]:
            wrong = ["../../etc/cron.d/x", "/etc/passwd", "2.25.1/../..", "1" * 65, "", "..", "2.25.a", "2.25.1\n"]
            self.list([study(uid) for uid in wrong] if int(keys.get("offset", 0)) == 0 else [])
        else:
            self.way_good(parts, keys)

    # Files.
    def way_cut(self, parts, keys):
        if parts == ["studies", STUDY]:
            body = b"".join(self.part(uid) for uid in IMAGES)
            self.multipart([body[: len(body) // 2]])
        else:
            self.way_good(parts, keys)

    def way_always_cut(self, parts, keys):
        if self.is_file(parts):
            body = self.part(parts[-1] if parts[-1] in IMAGES else IMAGES[0])
            self.multipart([body[: len(body) // 2]])
        else:
            self.way_good(parts, keys)

    def way_dropped(self, parts, keys):
        if parts == ["studies", STUDY]:
            body = b"".join(self.part(uid) for uid in IMAGES)
            self.multipart([body[: len(body) // 2]], declared=len(body))
        else:
            self.way_good(parts, keys)

    def way_part_header(self, parts, keys):
        if self.is_file(parts):
            self.multipart([b"--%s\r\nX: " % BOUNDARY.encode()] + [b"x" * (1 << 20)] * 1024)
        else:
            self.way_good(parts, keys)

    def way_drip(self, parts, keys):
        if self.is_file(parts):
            body = self.part(IMAGES[0])
            self.send_response(200)
            self.send_header("Content-Type", 'multipart/related; type="application/dicom"; boundary=%s' % BOUNDARY)
            self.send_header("Content-Length", str(len(body)))
            self.close_connection = True
            self.end_headers()
            for i in range(len(body)):
                self.wfile.write(body[i : i + 1])
                self.wfile.flush()
                time.sleep(0.2)
        else:
            self.way_good(parts, keys)

    def way_silent(self, parts, keys):
        if self.is_file(parts):
            time.sleep(30)
        self.way_good(parts, keys)

    def way_text(self, parts, keys):
        if self.is_file(parts):
            self.reply(200, b"no such thing", "text/plain")
        else:
            self.way_good(parts, keys)

    def way_single(self, parts, keys):
        if parts == ["studies", STUDY]:
            self.reply(406, b"")
        elif parts[-1] in IMAGES:
            self.reply(200, self.server.files[parts[-1]], "application/dicom")
        else:
            self.way_good(parts, keys)

    def way_others(self, parts, keys):
        if self.is_file(parts):
            wrong = b"--%s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), self.server.files[IMAGES[0]].replace(b"2.25.11", b"2.25.99"))
            self.multipart([wrong, b"--%s--\r\n" % BOUNDARY.encode()])
        else:
            self.way_good(parts, keys)

    def way_no_dicom(self, parts, keys):
        if self.is_file(parts):
            self.multipart([b"--%s\r\n\r\nthis is no DICOM\r\n--%s--\r\n" % (BOUNDARY.encode(), BOUNDARY.encode())])
        else:
            self.way_good(parts, keys)

    def way_vanished(self, parts, keys):
        if self.is_file(parts) and parts[-1] != IMAGES[1]:
            self.reply(404, b"")
        else:
            self.way_good(parts, keys)

    # Storing.
    def do_POST(self):
        requests.append("POST " + self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        way = self.path[1:].partition("/")[0]
        delimiter = b"--" + self.headers["Content-Type"].partition("boundary=")[2].encode()
        parts = [part.partition(b"\r\n\r\n")[2][:-2] for part in body.split(delimiter)[1:-1]]
        sent = [str(pydicom.dcmread(io.BytesIO(part), stop_before_pixels=True).SOPInstanceUID) for part in parts]
        kept = {"good": sent, "forgetful": sent[:1], "liar": []}.get(way, sent)
        lists = {"00081199": {"vr": "SQ", "Value": [answer(_00081155=uid) for uid in kept]}}
        if way == "full":
            refused = [{"00081155": {"vr": "UI", "Value": [uid]}, "00081197": {"vr": "US", "Value": [0xA700]}} for uid in sent if uid != IMAGES[0]]
            lists = {"00081199": {"vr": "SQ", "Value": [answer(_00081155=IMAGES[0])]}, "00081198": {"vr": "SQ", "Value": refused}}
        self.reply(409 if way == "full" else 200, json.dumps(lists).encode())


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # of clients that end an exchange
    server.files = files(sys.argv[1])
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        context.load_verify_locations(sys.argv[4])
        context.verify_mode = ssl.CERT_REQUIRED
        server.socket = context.wrap_socket(server.socket, server_side=True)
    for uid, content in server.files.items():
        with open(uid + ".dcm", "wb") as file:
            file.write(content)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
