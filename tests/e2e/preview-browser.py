#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# tests/e2e/preview-browser.py ADDRESS FOLDER: a headless Chromium looks at a preview of the blog in FOLDER
# (client-preview.sh makes both), and then at pages of other origins that try to read it. Speaks the DevTools
# protocol over a WebSocket, with nothing but Python's own library. Ends with status 1 at the first thing that is wrong.
import base64
import functools
import http.server
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

LIMIT_S = 20


def fail(words):
    print('FAILED:', words)
    sys.exit(1)


def eventually(what, test):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        answer = test()
        if answer:
            return answer
        time.sleep(0.05)
    fail('never came true: ' + what)


class Browser:
    def __init__(self):
        self.folder = tempfile.mkdtemp()
        command = ['chromium', '--headless', '--disable-gpu', '--remote-debugging-port=0',
                   '--disable-popup-blocking', '--user-data-dir=' + self.folder, 'about:blank']
        if os.geteuid() == 0:
            command.insert(1, '--no-sandbox')
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.port = int(eventually('the browser starts', self.read_port))
        self.number = 0
        page = eventually('the browser has a page', self.find_page)
        self.connect(page['webSocketDebuggerUrl'])
        self.call('Page.enable')

    def read_port(self):
        try:
            with open(self.folder + '/DevToolsActivePort') as file:
                return file.readline().strip()
        except OSError:
            return None

    def pages(self):
        with urllib.request.urlopen('http://127.0.0.1:%d/json' % self.port) as reply:
            return json.load(reply)

    def find_page(self):
        return next((page for page in self.pages() if page['type'] == 'page'), None)

    def connect(self, url):
        place = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((place.hostname, place.port), LIMIT_S)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((
            'GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            'Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n'
            % (place.path, place.netloc, key)).encode())
        head = b''
        while not head.endswith(b'\r\n\r\n'):
            head += self.take(1)

    def take(self, count):
        data = b''
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                fail('the browser went away')
            data += part
        return data

    def send(self, message):
        data = json.dumps(message).encode()
        mask = os.urandom(4)
        if len(data) < 126:
            head = struct.pack('>BB', 0x81, 0x80 | len(data))
        else:
            head = struct.pack('>BBQ', 0x81, 0x80 | 127, len(data))
        self.socket.sendall(head + mask + bytes(
            byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def receive(self):
        data = b''
        while True:
            first, second = self.take(2)
            size = second & 127
            if size == 126:
                size = struct.unpack('>H', self.take(2))[0]
            elif size == 127:
                size = struct.unpack('>Q', self.take(8))[0]
            data += self.take(size)
            if first & 0x80:
                return json.loads(data)

    def call(self, method, **params):
        self.number += 1
        self.send({'id': self.number, 'method': method, 'params': params})
        while True:
            reply = self.receive()
            if reply.get('id') == self.number:
                if 'error' in reply:
                    fail('%s: %s' % (method, reply['error']))
                return reply['result']

    def run(self, script):
        """What the expression is in the page; None where it fails."""
        result = self.call('Runtime.evaluate', expression=script, awaitPromise=True,
                           returnByValue=True, userGesture=True)
        return result['result'].get('value')

    def open(self, url):
        self.call('Page.navigate', url=url)
        eventually(url + ' is there', lambda: self.run('document.readyState') == 'complete'
                   and self.run('location.href') == url)

    def view(self, name):
        return "document.querySelector('#%s iframe')" % name

    def words(self, name):
        return self.run(self.view(name) + '.contentDocument.body.innerText') or ''

    def end(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def look_at_pages(browser, address):
    browser.open(address + 'at/2024/02/29/tide.html')
    for name in 'gemini', 'gopher', 'html':
        eventually(name + ' shows the post', lambda name=name: 'Ashore' in browser.words(name))
    eventually('the mistake is shown', lambda: 'link to nowhere' in browser.words('about'))
    eventually('the draft is listed', lambda: 'a folder of drafts' in browser.words('list'))
    eventually('the picture is shown', lambda: browser.run(
        browser.view('html') + '.contentDocument.images[0].naturalWidth') == 200)
    if browser.run('document.querySelectorAll("style, script").length') != 2:
        fail('the frame is another one')
    if browser.run('getComputedStyle(document.body).display') != 'grid':
        fail('the style sheet of the frame is not allowed')
    # A link inside a view leads the whole frame on.
    browser.run(browser.view('list') + ".contentDocument.querySelector('a[href*=idea]').click()")
    eventually('the draft is shown', lambda: 'Not yet' in browser.words('gemini'))
    if '/p/' not in browser.run('location.pathname'):
        fail('a link leaves the preview')


def look_at_a_save(browser, address, folder):
    browser.open(address + 'at/2024/03/01/long.html')
    eventually('the long post is there', lambda: 'Line 99' in browser.words('gemini'))
    view = browser.view('gemini') + '.contentWindow'
    browser.run(view + '.scrollTo(0, 700)')
    with open(folder + '/_posts/2024-03-01-long.md', 'a') as file:
        file.write('\nSaved just now.\n')
    eventually('the saved words are there', lambda: 'Saved just now' in browser.words('gemini'))
    eventually('it is where it was', lambda: browser.run(view + '.scrollY') == 700)
    if browser.run('location.pathname').split('/at/')[-1] != '2024/03/01/long.html':
        fail('a save leads elsewhere')


def look_at_evil_posts(browser, address):
    browser.open(address + 'at/2024/03/02/evil.html')
    eventually('the evil post is there', lambda: 'harmless' in browser.words('html'))
    for name in 'gemini', 'gopher', 'html', 'about', 'list':
        if browser.run(browser.view(name) + '.contentWindow.ran') is not None:
            fail('a script ran in ' + name)
    if browser.run('window.ran') is not None:
        fail('a script ran in the frame')
    # Its files by themselves: they are kept or shown as words.
    for name in 'evil.js', 'evil.xml':
        browser.open(address + 'file/' + name)
        if browser.run('window.ran') is not None or browser.run(
                'document.contentType') != 'text/plain':
            fail(name + ' is no plain text')


# A page that somebody else wrote, and that knows the address. It says what it could read.
EVIL = '''<!doctype html><title>evil</title><body><script>
const address = %s, got = [];
const tried = [
	(name, path) => new Promise(done => { const i = new Image(); i.onload = () => { got.push(name); done(); };
		i.onerror = done; i.src = path + 'file/boat.svg'; }),
	(name, path) => new Promise(done => { const s = document.createElement('script');
		s.onload = () => { got.push(name); done(); }; s.onerror = done; s.src = path + 'file/evil.js';
		document.body.append(s); }),
	(name, path) => fetch(path).then(r => r.text()).then(t => got.push(name), () => 0),
	(name, path) => fetch(path, {mode: 'no-cors'}).then(r => got.push(name), () => 0),
	(name, path) => new Promise(done => { const e = new EventSource(path + 'events');
		e.onmessage = () => { got.push(name); e.close(); done(); }; e.onerror = () => { e.close(); done(); }; }),
	(name, path) => new Promise(done => { const f = document.createElement('iframe');
		f.onload = () => { try { if (f.contentDocument.body.innerText) got.push(name); } catch (e) {}
			if (f.contentWindow.length) got.push(name + ' sees frames'); done(); };
		f.src = path; document.body.append(f); }),
	(name, path) => new Promise(done => { const f = document.createElement('iframe'); f.name = 'form';
		document.body.append(f); const form = document.createElement('form'); form.target = 'form';
		form.method = 'post'; form.action = path; document.body.append(form);
		f.onload = () => { try { if (f.contentDocument.body.innerText) got.push(name); } catch (e) {} done(); };
		form.submit(); }),
	(name, path) => new Promise(done => { const w = window.open(path); setTimeout(() => {
		try { if (w && !w.closed && w.document.body.innerText) got.push(name); } catch (e) {}
		try { if (w && !w.closed && w.length) got.push(name + ' sees frames'); } catch (e) {}
		done(); }, 1500); }),
];
const names = ['img', 'script', 'fetch', 'no-cors fetch', 'EventSource', 'iframe', 'form', 'window.open'];
Promise.all(tried.map((t, i) => t(names[i], address))).then(() => document.title = 'done: ' + got.join(', '));
</script></body>'''


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def look_at_evil_pages(browser, address):
    folder = tempfile.mkdtemp()
    server = http.server.ThreadingHTTPServer(
        ('127.0.0.1', 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # The right address, of which nothing must be read even by who knows it, and one with another token.
    wrong = address[:-2] + ('0' if address[-2] != '0' else '1') + '/'
    for name, target in ('right.html', address), ('wrong.html', wrong):
        with open(folder + '/' + name, 'w') as file:
            file.write(EVIL % json.dumps(target))
        for origin in 'http://localhost:%d/' % server.server_port, \
                'http://127.0.0.1:%d/' % server.server_port, 'file://' + folder + '/':
            browser.open(origin + name)
            title = eventually(origin + name + ' is through', lambda: (
                browser.run('document.title') or '').startswith('done:') and
                browser.run('document.title'))
            if title.strip() != 'done:':
                fail('%s%s reads: %s' % (origin, name, title))
    server.shutdown()
    shutil.rmtree(folder)


def main():
    address, folder = sys.argv[1:]
    browser = Browser()
    try:
        look_at_pages(browser, address)
        look_at_a_save(browser, address, folder)
        look_at_evil_posts(browser, address)
        look_at_evil_pages(browser, address)
    finally:
        browser.end()
    print('a preview shows pages and saves in Chromium, and other pages read nothing of it')


main()
