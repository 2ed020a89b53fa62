//! Calls the endpoints of a company's modules as the crate `http` does, without the network.

use crate::Company;
use crate::table::{self, Table};
use command::{AnyCommand, Grants, Input, Method, ReportFormat, SYSTEM, Submission};
use kernel::{Error, Instant, Result, derive_uuid};
use serde_json::Value as Json;
use sheets::ReportFile;
use std::collections::BTreeMap;
use store::Session;
use uuid::Uuid;

/// The response of an endpoint.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The JSON body; null when the response has none.
    pub body: Json,
    /// The row version that the `ETag` header would contain.
    pub version: Option<i64>,
}

impl Company {
    /// Calls a command's endpoint, such as `POST /products/` or `PATCH /products/SKU/`, as the system user. A version for
    /// `If-Match` may follow the path: `PATCH /products/SKU/ 3`.
    ///
    /// # Errors
    ///
    /// `not_found` when no endpoint has this method and path; otherwise the error of the command.
    pub fn call(&self, request: &str, body: &Json) -> Result<Response> {
        self.call_as(SYSTEM, request, body)
    }

    /// [`Company::call`] as the user `actor`.
    pub fn call_as(&self, actor: Uuid, request: &str, body: &Json) -> Result<Response> {
        let mut words = request.split(' ');
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let if_match = words.next().and_then(|version| version.parse().ok());
        let text = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        for entry in self.registry.modules().iter().flat_map(|module| &module.commands) {
            if let Some(parameters) = path_parameters(&entry.path, path).filter(|_| method_name(entry.method) == method)
            {
                let input = Input { body: &text, path: parameters, if_match, ..Input::default() };
                let answer = self.answer(Submission { actor, ..self.boxed((entry.decode)(&input)?) })?;
                let body = if answer.body.is_empty() { Json::Null } else { json(&answer.body) };
                return Ok(Response { status: answer.status, body, version: answer.version });
            }
        }
        Err(Error::not_found("endpoint", request))
    }

    /// Calls a query's endpoint with all permissions, for example `/products/?search=tea`.
    ///
    /// # Errors
    ///
    /// `not_found` when no query has this path; otherwise the error of the query.
    pub fn ask(&self, url: &str) -> Result<Response> {
        self.ask_with(Grants::all(), url)
    }

    /// [`Company::ask`] as a user with these grants.
    pub fn ask_with(&self, grants: Grants, url: &str) -> Result<Response> {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let query = parameters_of(query);
        for entry in self.registry.modules().iter().flat_map(|module| &module.queries) {
            if let Some(parameters) = path_parameters(&entry.path, path) {
                let input = Input { path: parameters, ..Input::default() };
                let definitions = self.registry.definitions().clone();
                let answer = |session: &mut Session<'_>| {
                    entry.answer(session, &input, path.to_owned(), query, grants, definitions)
                };
                let (body, version) = self.read(answer)?;
                return Ok(Response { status: 200, body: json(&body), version });
            }
        }
        Err(Error::not_found("endpoint", url))
    }

    /// The file that an export's endpoint answers to a user with these grants, for example `/journal-lines/export/?format=jsonl`.
    ///
    /// # Errors
    ///
    /// `not_found` when no export has this path; otherwise the error of the export.
    pub fn export(&self, grants: Grants, url: &str) -> Result<String> {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let entry = self.registry.exports().find(|entry| entry.path == path);
        let entry = entry.ok_or_else(|| Error::not_found("endpoint", url))?;
        let definitions = self.registry.definitions().clone();
        let mut export = self.read(|read| entry.begin(read, parameters_of(query), None, grants, definitions))?;
        let mut file = Vec::new();
        while let Some(part) = self.read(|read| export.next(read))? {
            file.extend(part);
        }
        Ok(String::from_utf8_lossy(&file).into_owned())
    }

    /// The file of a report for a user with these grants, for example `/reports/ageing/?format=csv`.
    ///
    /// # Errors
    ///
    /// `not_found` when no report has this path; otherwise the error of the report.
    pub fn report(&self, grants: Grants, url: &str) -> Result<Vec<u8>> {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let query = parameters_of(query);
        let format = [ReportFormat::Csv, ReportFormat::JsonLines, ReportFormat::Xlsx];
        let format = format.into_iter().find(|format| query.get("format").is_some_and(|name| name == format.as_str()));
        for entry in self.registry.modules().iter().flat_map(|module| &module.reports) {
            if let Some(parameters) = path_parameters(&entry.definition.path, path) {
                let input = Input { path: parameters, ..Input::default() };
                let definitions = self.registry.definitions().clone();
                let report = self.read(|read| entry.begin(read, &input, query, grants, definitions))?;
                let mut file = ReportFile::begin(report, format.unwrap_or(ReportFormat::Csv))?;
                let mut bytes = Vec::new();
                while let Some(part) = self.read(|read| file.next(read))? {
                    bytes.extend(part);
                }
                return Ok(bytes);
            }
        }
        Err(Error::not_found("report", url))
    }

    /// The rows of a report, which all formats of its file agree about; `url` names no format.
    ///
    /// # Errors
    ///
    /// Those of [`Company::report`].
    pub fn table(&self, grants: &Grants, url: &str) -> Result<Table> {
        let mark = if url.contains('?') { '&' } else { '?' };
        let file = |format| self.report(grants.clone(), &format!("{url}{mark}format={format}"));
        Ok(table::of_files(&file("csv")?, &file("jsonl")?, &file("xlsx")?))
    }

    /// Builds the submission of a type-erased command; [`Company::submission`] is the typed form.
    pub fn boxed(&self, command: Box<dyn AnyCommand>) -> Submission {
        let at = self.tick();
        let id = derive_uuid(at, &[b"testkit", &at.to_be_bytes()]);
        let submission = Submission::new(self.tenant, SYSTEM, command);
        Submission { id: Some(id), at: Instant::from_micros(at), ..submission }
    }
}

/// The parameters of a query string.
fn parameters_of(query: &str) -> BTreeMap<String, String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (percent_decoded(name), percent_decoded(value))).collect()
}

fn method_name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// The values of the parameters of `pattern` in `path`; `None` when the path does not match.
fn path_parameters(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    if pattern.len() != path.len() {
        return None;
    }
    let mut parameters = BTreeMap::new();
    for (wanted, part) in pattern.into_iter().zip(path) {
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => drop(parameters.insert(name.to_owned(), percent_decoded(part))),
            None if wanted == part => {}
            None => return None,
        }
    }
    Some(parameters)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |digit: Option<u8>| digit.and_then(|d| char::from(d).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match byte {
            b'%' => bytes.push(hex(rest.next()).unwrap_or(0) << 4 | hex(rest.next()).unwrap_or(0)),
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn json(bytes: &[u8]) -> Json {
    serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(bytes)))
}
