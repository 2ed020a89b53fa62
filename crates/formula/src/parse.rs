//! Reads a formula and finds what is wrong with it.

use crate::evaluate::{Comparison, Function, Node, Part, Sum};
use crate::words::{Placed, Word, words, wrong};
use crate::{Formula, Kind, Known, Names, Value, Wrong};
use kernel::Date;
use std::collections::BTreeSet;

/// How deep parts may lie within one another.
const DEEPEST: usize = 32;
/// Words that are no names.
const WORDS: [&str; 10] = ["and", "or", "not", "in", "if", "then", "else", "true", "false", "empty"];

/// A part that was read, with the kind of its values; what is always empty fits every kind.
struct Read {
    node: Node,
    kind: Option<Kind>,
}

impl Read {
    fn new(part: Part, at: usize, kind: Option<Kind>) -> Read {
        Read { node: Node { part, at }, kind }
    }
}

pub(crate) fn formula(text: &str, names: &Names) -> Result<Formula, Wrong> {
    let words = words(text)?;
    let mut parser = Parser { words: &words, names, reads: BTreeSet::new(), depth: 0 };
    let Read { node, kind } = parser.any()?;
    match parser.next() {
        (Word::End, _) => node.fixed().map(|_| Formula { node, kind, reads: parser.reads }),
        (word, at) => wrong(*at, format!("{} does not belong here", said(word))),
    }
}

struct Parser<'a> {
    words: &'a [Placed],
    names: &'a Names,
    reads: BTreeSet<String>,
    depth: usize,
}

/// A word as it is named where it is wrong.
fn said(word: &Word) -> String {
    match word {
        Word::Number(number) => number.to_string(),
        Word::Text(text) => format!("'{text}'"),
        Word::Name(name) => name.clone(),
        Word::Sign(sign) => (*sign).to_owned(),
        Word::End => "the end".to_owned(),
    }
}

/// The kind of both.
fn same(a: Option<Kind>, b: &Read) -> Result<Option<Kind>, Wrong> {
    match (a, b.kind) {
        (Some(a), Some(other)) if a != other => wrong(b.node.at, format!("this is {other}, but must be {a} here")),
        (a, b) => Ok(a.or(b)),
    }
}

fn require(read: Read, kind: Kind) -> Result<Node, Wrong> {
    same(Some(kind), &read)?;
    Ok(read.node)
}

impl<'a> Parser<'a> {
    fn peek(&self) -> &'a Placed {
        &self.words[0]
    }

    /// Takes the next word; the end stays.
    fn next(&mut self) -> &'a Placed {
        let word = &self.words[0];
        if self.words.len() > 1 {
            self.words = &self.words[1..];
        }
        word
    }

    fn takes(&mut self, wanted: &str) -> bool {
        let is_next = match &self.peek().0 {
            Word::Sign(sign) => *sign == wanted,
            Word::Name(name) => name == wanted,
            _ => false,
        };
        if is_next {
            self.next();
        }
        is_next
    }

    fn expect(&mut self, wanted: &str) -> Result<(), Wrong> {
        let (word, at) = self.peek();
        if self.takes(wanted) { Ok(()) } else { wrong(*at, format!("{wanted} is missing before {}", said(word))) }
    }

    /// Any part, one level further in.
    fn any(&mut self) -> Result<Read, Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return wrong(self.peek().1, format!("parts lie within one another at most {DEEPEST} deep"));
        }
        let read = if self.takes("if") { self.choice()? } else { self.or()? };
        self.depth -= 1;
        Ok(read)
    }

    fn choice(&mut self) -> Result<Read, Wrong> {
        let at = self.peek().1;
        let condition = require(self.any()?, Kind::Boolean)?;
        self.expect("then")?;
        let then = self.any()?;
        self.expect("else")?;
        let otherwise = self.any()?;
        let kind = same(then.kind, &otherwise)?;
        Ok(Read::new(Part::If(Box::new([condition, then.node, otherwise.node])), at, kind))
    }

    fn or(&mut self) -> Result<Read, Wrong> {
        self.joined("or", Parser::and, Part::Or)
    }

    fn and(&mut self) -> Result<Read, Wrong> {
        self.joined("and", Parser::negation, Part::And)
    }

    fn joined(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Result<Read, Wrong>,
        join: fn(Vec<Node>) -> Part,
    ) -> Result<Read, Wrong> {
        let first = part(self)?;
        if !self.takes(word) {
            return Ok(first);
        }
        let at = first.node.at;
        let mut all = vec![require(first, Kind::Boolean)?];
        loop {
            all.push(require(part(self)?, Kind::Boolean)?);
            if !self.takes(word) {
                return Ok(Read::new(join(all), at, Some(Kind::Boolean)));
            }
        }
    }

    fn negation(&mut self) -> Result<Read, Wrong> {
        let (at, mut negations) = (self.peek().1, 0);
        while self.takes("not") {
            negations += 1;
        }
        let read = self.comparison()?;
        if negations == 0 {
            return Ok(read);
        }
        let node = require(read, Kind::Boolean)?;
        // Twice not is as it was, except that what is empty becomes no.
        let not = |node: Node| Node { part: Part::Not(Box::new(node)), at };
        let node = if negations % 2 == 1 { not(node) } else { not(not(node)) };
        Ok(Read { node, kind: Some(Kind::Boolean) })
    }

    fn comparison(&mut self) -> Result<Read, Wrong> {
        const SIGNS: [(&str, Comparison); 6] = [
            ("==", Comparison::Equal),
            ("!=", Comparison::Other),
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Less),
            (">", Comparison::More),
        ];
        let first = self.sum()?;
        let at = first.node.at;
        if let Some((sign, how)) = SIGNS.iter().find(|(sign, _)| self.takes(sign)) {
            let second = self.sum()?;
            let kind = same(first.kind, &second)?;
            let has_order = !matches!(kind, Some(Kind::Boolean | Kind::Text));
            if !has_order && !matches!(how, Comparison::Equal | Comparison::Other) {
                return wrong(second.node.at, format!("{sign} compares numbers or days"));
            }
            self.known_choice(&first, &second)?;
            self.known_choice(&second, &first)?;
            let compared = Part::Compared(*how, Box::new([first.node, second.node]));
            return Ok(Read::new(compared, at, Some(Kind::Boolean)));
        }
        let is_not =
            matches!(self.words, [(Word::Name(not), _), (Word::Name(of), _), ..] if not == "not" && of == "in");
        if is_not {
            self.next();
        }
        if !self.takes("in") {
            return Ok(first);
        }
        let found = Node { part: Part::In(self.list(first)?), at };
        let part = if is_not { Part::Not(Box::new(found)) } else { found.part };
        Ok(Read::new(part, at, Some(Kind::Boolean)))
    }

    /// What is looked for, and the list behind it.
    fn list(&mut self, first: Read) -> Result<Vec<Node>, Wrong> {
        self.expect("[")?;
        let mut kind = first.kind;
        let mut others = Vec::new();
        loop {
            let one = self.sum()?;
            kind = same(kind, &one)?;
            self.known_choice(&first, &one)?;
            others.push(one.node);
            if !self.takes(",") {
                break;
            }
        }
        self.expect("]")?;
        Ok([first.node].into_iter().chain(others).collect())
    }

    /// Refuses a text that `named` can never be.
    fn known_choice(&self, named: &Read, other: &Read) -> Result<(), Wrong> {
        if let (Part::Name(name, _), Part::Value(Value::Text(text))) = (&named.node.part, &other.node.part)
            && let Some(Known { choices: Some(choices), .. }) = self.names.get(name)
            && !choices.contains(text)
        {
            let choices = choices.join(", ");
            return wrong(other.node.at, format!("{name} is never '{text}', but one of {choices}"));
        }
        Ok(())
    }

    fn sum(&mut self) -> Result<Read, Wrong> {
        self.chain(&[("+", Sum::Plus), ("-", Sum::Minus)], Parser::product)
    }

    fn product(&mut self) -> Result<Read, Wrong> {
        self.chain(&[("*", Sum::Times), ("/", Sum::Over)], Parser::signed)
    }

    fn chain(&mut self, signs: &[(&str, Sum)], part: fn(&mut Self) -> Result<Read, Wrong>) -> Result<Read, Wrong> {
        let first = part(self)?;
        let (at, mut kind, mut further) = (first.node.at, first.kind, Vec::new());
        while let Some((sign, how)) = signs.iter().find(|(sign, _)| self.takes(sign)) {
            let next = part(self)?;
            kind = match (kind, how, next.kind) {
                (Some(Kind::Date), Sum::Minus, Some(Kind::Date)) => Some(Kind::Decimal),
                (Some(Kind::Date), Sum::Plus | Sum::Minus, Some(Kind::Decimal) | None) => Some(Kind::Date),
                (Some(Kind::Decimal) | None, _, Some(Kind::Decimal) | None) => Some(Kind::Decimal),
                (Some(Kind::Decimal) | None, _, Some(other)) => {
                    return wrong(next.node.at, format!("this is {other}, and {sign} takes numbers"));
                }
                (Some(other), ..) => return wrong(at, format!("this is {other}, and {sign} takes numbers")),
            };
            further.push((*how, next.node));
        }
        if further.is_empty() {
            return Ok(first);
        }
        Ok(Read::new(Part::Sums(Box::new(first.node), further), at, kind))
    }

    fn signed(&mut self) -> Result<Read, Wrong> {
        let (at, mut signs) = (self.peek().1, 0);
        while self.takes("-") {
            signs += 1;
        }
        let read = self.single()?;
        if signs == 0 {
            return Ok(read);
        }
        let node = require(read, Kind::Decimal)?;
        let part = if signs % 2 == 1 { Part::Negated(Box::new(node)) } else { node.part };
        Ok(Read::new(part, at, Some(Kind::Decimal)))
    }

    fn single(&mut self) -> Result<Read, Wrong> {
        let (word, at) = self.next();
        let value = |value: Value| {
            let kind = value.kind();
            Ok(Read::new(Part::Value(value), *at, kind))
        };
        match word {
            Word::Number(number) => value(Value::Decimal(*number)),
            Word::Text(text) => value(Value::Text(text.clone())),
            Word::Name(name) if name == "true" || name == "false" => value(Value::Boolean(name == "true")),
            Word::Name(name) if name == "empty" => value(Value::Empty),
            Word::Sign("(") => {
                let inner = self.any()?;
                self.expect(")")?;
                Ok(inner)
            }
            Word::Name(name) if WORDS.contains(&&**name) => wrong(*at, format!("a value is missing before {name}")),
            Word::Name(name) if self.takes("(") => self.call(name, *at),
            Word::Name(name) => match self.names.get(name) {
                Some(known) => {
                    self.reads.insert(name.clone());
                    Ok(Read::new(Part::Name(name.clone(), known.kind), *at, Some(known.kind)))
                }
                None => {
                    let names = self.names.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                    wrong(*at, format!("{name} is not known here; there are {names}"))
                }
            },
            other => wrong(*at, format!("a value is missing before {}", said(other))),
        }
    }

    fn call(&mut self, name: &str, at: usize) -> Result<Read, Wrong> {
        let mut given = Vec::new();
        if !self.takes(")") {
            loop {
                given.push(self.any()?);
                if !self.takes(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        match (name, &*given) {
            ("date", [Read { node: Node { part: Part::Value(Value::Text(text)), at }, .. }]) => {
                return match text.parse::<Date>() {
                    Ok(day) if text.len() == 10 => Ok(Read::new(Part::Value(Value::Date(day)), *at, Some(Kind::Date))),
                    _ => wrong(*at, format!("'{text}' is no day, such as '2026-01-31'")),
                };
            }
            ("date", _) => return wrong(at, "date takes a day, such as date('2026-01-31')"),
            _ => {}
        }
        let (function, kind) = signature(name, at, &given)?;
        let nodes = given.into_iter().map(|read| read.node).collect();
        Ok(Read::new(Part::Call(function, nodes), at, kind))
    }
}

/// The function `name` with what it is given, and the kind of its values.
fn signature(name: &str, at: usize, given: &[Read]) -> Result<(Function, Option<Kind>), Wrong> {
    let all = |kind: Kind| given.iter().try_for_each(|read| same(Some(kind), read).map(drop));
    let count = |least: usize, most: usize| {
        let takes = if least == most { least.to_string() } else { format!("{least} or more") };
        let fits = (least..=most).contains(&given.len());
        if fits { Ok(()) } else { wrong(at, format!("{name} takes {takes} values, not {}", given.len())) }
    };
    match name {
        "abs" => count(1, 1).and_then(|()| all(Kind::Decimal)).map(|()| (Function::Abs, Some(Kind::Decimal))),
        "round" => {
            if !(1..=2).contains(&given.len()) {
                return wrong(at, format!("round takes a number and places, not {} values", given.len()));
            }
            all(Kind::Decimal).map(|()| (Function::Round, Some(Kind::Decimal)))
        }
        "min" | "max" => {
            count(1, usize::MAX)?;
            let kind = given.iter().try_fold(None, same)?.unwrap_or(Kind::Decimal);
            if !matches!(kind, Kind::Decimal | Kind::Date) {
                return wrong(at, format!("{name} takes numbers or days"));
            }
            let function = if name == "min" { Function::Min } else { Function::Max };
            Ok((function, Some(kind)))
        }
        "default" => {
            count(2, 2)?;
            Ok((Function::Default, given.iter().try_fold(None, same)?))
        }
        "starts_with" | "contains" => {
            count(2, 2)?;
            all(Kind::Text)?;
            let function = if name == "contains" { Function::Contains } else { Function::StartsWith };
            Ok((function, Some(Kind::Boolean)))
        }
        _ => wrong(
            at,
            format!("there is no function {name}, but abs, contains, date, default, max, min, round and starts_with"),
        ),
    }
}
