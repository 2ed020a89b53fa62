//! What a formula comes to.

use crate::number::{abs, negated, over, plus, rounded, times, whole};
use crate::words::wrong;
use crate::{Kind, Value, Wrong};
use jiff::ToSpan;
use kernel::Date;
use money::{Decimal, MoneyError};
use std::cmp::Ordering;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Abs,
    Min,
    Max,
    Round,
    Default,
    StartsWith,
    Contains,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sum {
    Plus,
    Minus,
    Times,
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Other,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A part of a formula and the character at which it is blamed.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) part: Part,
    pub(crate) at: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Part {
    Value(Value),
    Name(String, Kind),
    Negated(Box<Node>),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    /// The first, and what is done with each further one, in their order.
    Sums(Box<Node>, Vec<(Sum, Node)>),
    Compared(Comparison, Box<[Node; 2]>),
    /// The first is one of the others.
    In(Vec<Node>),
    If(Box<[Node; 3]>),
    Call(Function, Vec<Node>),
}

type Values = BTreeMap<String, Value>;

impl Node {
    pub(crate) fn value(&self, values: &Values) -> Result<Value, Wrong> {
        match &self.part {
            Part::Value(value) => Ok(value.clone()),
            Part::Name(name, kind) => match values.get(name) {
                Some(value) if value.kind().is_none_or(|other| other == *kind) => Ok(value.clone()),
                Some(_) => wrong(self.at, format!("{name} is not {kind} here")),
                None => wrong(self.at, format!("{name} has no value here")),
            },
            Part::Negated(of) => match of.value(values)? {
                Value::Decimal(number) => self.number(negated(number)),
                _ => Ok(Value::Empty),
            },
            Part::Not(of) => Ok(Value::Boolean(!of.is_true(values)?)),
            Part::And(all) => {
                for one in all {
                    if !one.is_true(values)? {
                        return Ok(Value::Boolean(false));
                    }
                }
                Ok(Value::Boolean(true))
            }
            Part::Or(any) => {
                for one in any {
                    if one.is_true(values)? {
                        return Ok(Value::Boolean(true));
                    }
                }
                Ok(Value::Boolean(false))
            }
            Part::Sums(first, further) => further
                .iter()
                .try_fold(first.value(values)?, |sum, (how, next)| next.combined(*how, sum, next.value(values)?)),
            Part::Compared(how, pair) => {
                let (a, b) = (pair[0].value(values)?, pair[1].value(values)?);
                Ok(Value::Boolean(compared(*how, &a, &b)))
            }
            Part::In(nodes) => {
                let (of, list) = (&nodes[0], &nodes[1..]);
                let of = of.value(values)?;
                for one in list {
                    if compared(Comparison::Equal, &of, &one.value(values)?) {
                        return Ok(Value::Boolean(true));
                    }
                }
                Ok(Value::Boolean(false))
            }
            Part::If(nodes) => {
                let [condition, then, otherwise] = &**nodes;
                if condition.is_true(values)? { then } else { otherwise }.value(values)
            }
            Part::Call(function, arguments) => self.called(*function, arguments, values),
        }
    }

    /// Its value where it reads no names.
    ///
    /// # Errors
    ///
    /// What fails whatever the names stand for, such as a division by zero that is written so.
    pub(crate) fn fixed(&self) -> Result<Option<Value>, Wrong> {
        let parts: Vec<&Node> = match &self.part {
            Part::Value(value) => return Ok(Some(value.clone())),
            Part::Name(..) => return Ok(None),
            Part::Sums(first, further) => return fixed_sum(first, further),
            Part::Negated(of) | Part::Not(of) => vec![of],
            Part::And(all) | Part::Or(all) | Part::In(all) | Part::Call(_, all) => all.iter().collect(),
            Part::Compared(_, pair) => pair.iter().collect(),
            Part::If(nodes) => nodes.iter().collect(),
        };
        let fixed = parts.into_iter().map(Node::fixed).collect::<Result<Vec<_>, _>>()?;
        if fixed.iter().all(Option::is_some) {
            return self.value(&Values::new()).map(Some);
        }
        if let (Part::Call(Function::Round, arguments), [None, Some(_)]) = (&self.part, &*fixed) {
            let any = Node { part: Part::Value(Value::Decimal(Decimal::new(0, 0))), at: self.at };
            self.called(Function::Round, &[any, arguments[1].clone()], &Values::new())?;
        }
        Ok(None)
    }

    fn is_true(&self, values: &Values) -> Result<bool, Wrong> {
        Ok(self.value(values)? == Value::Boolean(true))
    }

    fn number(&self, number: Result<Decimal, MoneyError>) -> Result<Value, Wrong> {
        match number {
            Ok(number) => Ok(Value::Decimal(number)),
            Err(error) => wrong(self.at, error.detail),
        }
    }

    /// `a` and `b`, which is this part, put together.
    fn combined(&self, how: Sum, a: Value, b: Value) -> Result<Value, Wrong> {
        match (how, a, b) {
            (Sum::Plus, Value::Decimal(a), Value::Decimal(b)) => self.number(plus(a, b)),
            (Sum::Minus, Value::Decimal(a), Value::Decimal(b)) => self.number(negated(b).and_then(|b| plus(a, b))),
            (Sum::Times, Value::Decimal(a), Value::Decimal(b)) => self.number(times(a, b)),
            (Sum::Over, Value::Decimal(a), Value::Decimal(b)) => self.number(over(a, b)),
            (Sum::Minus, Value::Date(a), Value::Date(b)) => {
                let days = (a - b).get_days();
                Ok(Value::Decimal(Decimal::new(days.into(), 0)))
            }
            (Sum::Plus, Value::Date(day), Value::Decimal(days)) => self.day(day, Some(days)),
            (Sum::Minus, Value::Date(day), Value::Decimal(days)) => self.day(day, negated(days).ok()),
            _ => Ok(Value::Empty),
        }
    }

    fn day(&self, day: Date, days: Option<Decimal>) -> Result<Value, Wrong> {
        let Some(days) = days.and_then(whole) else { return wrong(self.at, "is not a whole number of days") };
        // Beyond this many days there is no calendar.
        let span = i32::try_from(days).ok().filter(|days| days.abs() < 7_000_000).map(ToSpan::days);
        match span.and_then(|span| day.checked_add(span).ok()) {
            Some(day) => Ok(Value::Date(day)),
            None => wrong(self.at, "this day is outside of the calendar"),
        }
    }

    fn called(&self, function: Function, arguments: &[Node], values: &Values) -> Result<Value, Wrong> {
        let mut given = arguments.iter().map(|argument| argument.value(values)).collect::<Result<Vec<_>, _>>()?;
        if function == Function::Default {
            let place = usize::from(given[0] == Value::Empty);
            return Ok(given.swap_remove(place));
        }
        if given.contains(&Value::Empty) {
            return Ok(Value::Empty);
        }
        match (function, &*given) {
            (Function::Abs, [Value::Decimal(number)]) => self.number(abs(*number)),
            (Function::Round, [Value::Decimal(number)]) => self.number(rounded(*number, 0)),
            (Function::Round, [Value::Decimal(number), Value::Decimal(places)]) => {
                match whole(*places).and_then(|places| u8::try_from(places).ok()).filter(|places| *places <= 12) {
                    Some(places) => self.number(rounded(*number, places)),
                    None => wrong(arguments[1].at, "a number is rounded to 0 to 12 places"),
                }
            }
            (Function::StartsWith, [Value::Text(text), Value::Text(part)]) => {
                Ok(Value::Boolean(text.starts_with(&**part)))
            }
            (Function::Contains, [Value::Text(text), Value::Text(part)]) => Ok(Value::Boolean(text.contains(&**part))),
            (Function::Min | Function::Max, _) => {
                let wanted = if function == Function::Min { Ordering::Less } else { Ordering::Greater };
                let better = |best: Value, next: Value| if order(&next, &best) == Some(wanted) { next } else { best };
                Ok(given.into_iter().reduce(better).unwrap_or(Value::Empty))
            }
            _ => Ok(Value::Empty),
        }
    }
}

/// [`Node::fixed`] of a sum: nothing can be divided by a zero that is written so.
fn fixed_sum(first: &Node, further: &[(Sum, Node)]) -> Result<Option<Value>, Wrong> {
    let mut sum = first.fixed()?;
    for (how, next) in further {
        sum = match (sum, next.fixed()?) {
            (Some(sum), Some(of)) => Some(next.combined(*how, sum, of)?),
            (None, Some(of)) if *how == Sum::Over => {
                next.combined(Sum::Over, Value::Decimal(Decimal::new(1, 0)), of)?;
                None
            }
            _ => None,
        };
    }
    Ok(sum)
}

/// The order of two values of one kind; none where one is empty.
fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Decimal(a), Value::Decimal(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn compared(how: Comparison, a: &Value, b: &Value) -> bool {
    match how {
        Comparison::Equal => a == b,
        Comparison::Other => a != b,
        Comparison::Less => order(a, b) == Some(Ordering::Less),
        Comparison::AtMost => order(a, b).is_some_and(Ordering::is_le),
        Comparison::More => order(a, b) == Some(Ordering::Greater),
        Comparison::AtLeast => order(a, b).is_some_and(Ordering::is_ge),
    }
}
