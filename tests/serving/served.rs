//! A running server, and who asks it.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader},
    ops::Deref,
    path::Path,
    process::{Child, Stdio},
    thread,
};

use reqwest::{
    Method,
    blocking::{Client, RequestBuilder, Response},
    header::{HeaderMap, SET_COOKIE},
};
use serde_json::Value;

use crate::{
    dump,
    run::{Dataget, Ended, signal},
};

/// A server on a free port, with the data folder of a program of its own. Ended with the test.
pub(crate) struct Served {
    /// Where it is: `http://127.0.0.1:41234`.
    pub(crate) url: String,
    child: Option<Child>,
    dataget: Dataget,
    client: Client,
}

impl Deref for Served {
    type Target = Dataget;

    fn deref(&self) -> &Dataget {
        &self.dataget
    }
}

impl Served {
    /// The hand-made catalogue in which everything occurs.
    pub(crate) fn catalogue() -> Self {
        Self::loaded(dump::catalogue)
    }

    pub(crate) fn loaded(write: impl FnOnce(&Path)) -> Self {
        Self::start(Dataget::loaded(write), &[])
    }

    /// Starts `dataget serve` with options.
    pub(crate) fn start(dataget: Dataget, options: &[&str]) -> Self {
        let (child, url) = serve(&dataget, options);
        Self { url, child: Some(child), client: client(), dataget }
    }

    /// Ends it with a signal and starts it once more.
    pub(crate) fn start_again(&mut self, with: &str) {
        self.signal(with);
        self.child.take().unwrap().wait().unwrap();
        let (child, url) = serve(&self.dataget, &[]);
        (self.child, self.url) = (Some(child), url);
    }

    /// A visitor with a cookie jar of its own.
    pub(crate) fn visitor(&self) -> Visitor<'_> {
        Visitor { served: self, client: servers::http().cookie_store(true).build().unwrap() }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).send().unwrap())
    }

    /// A JSON answer that is no error.
    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    /// An error: its status and its problem.
    pub(crate) fn problem(&self, path: &str) -> (u16, Value) {
        let answer = self.get(path);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        (answer.status, answer.json())
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path().join("serve.log")).unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        signal(name, self.child.as_ref().unwrap().id());
    }

    /// Waits until it has ended by itself.
    pub(crate) fn ended(&mut self) -> Ended {
        Ended::of(self.child.take().unwrap().wait_with_output().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Starts a server and waits until it has said where it is.
fn serve(dataget: &Dataget, options: &[&str]) -> (Child, String) {
    let mut arguments = vec!["serve", "--listen", "127.0.0.1:0"];
    arguments.extend(options);
    let path = dataget.path().join("serve.log");
    let log = || File::options().create(true).append(true).open(&path).unwrap();
    let command = &mut dataget.command(&arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(log()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let url = loop {
        line.clear();
        if out.read_line(&mut line).unwrap() == 0 {
            panic!("it does not serve: {}", fs::read_to_string(&path).unwrap());
        }
        // By itself, or in a line of the log.
        if let Some((_, url)) = line.split_once("Dataget is at ") {
            break url.split([' ', '"', '\n']).next().unwrap().to_owned();
        }
    };
    // What else it says there is its log.
    let mut log = log();
    thread::spawn(move || io::copy(&mut out, &mut log));
    (child, url)
}

fn client() -> Client {
    servers::http().build().unwrap()
}

/// Somebody with cookies, on the pages of the site.
pub(crate) struct Visitor<'a> {
    served: &'a Served,
    client: Client,
}

impl Visitor<'_> {
    pub(crate) fn get(&self, path: &str) -> Answer {
        Answer::of(self.client.get(format!("{}{path}", self.served.url)).send().unwrap())
    }

    /// A request as the site's own pages send it.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.served.url);
        self.client.request(method, url).header("origin", &self.served.url)
    }

    /// Sends a form with the token of the page that it stands on.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get("/").body;
        let (_, token) = page.split_once("name=\"csrf\" value=\"").expect("a form has a token");
        let token = token.split('"').next().unwrap();
        let mut form = vec![("csrf", token)];
        form.extend(fields);
        let body = form.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
        let body = body.collect::<Vec<_>>().join("&");
        let request = self.request(Method::POST, path).body(body);
        Answer::of(
            request.header("content-type", "application/x-www-form-urlencoded").send().unwrap(),
        )
    }
}

/// A value as it stands in an address.
pub(crate) fn escaped(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let escape = |byte: u8| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    value.bytes().map(escape).collect()
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().unwrap() }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}
