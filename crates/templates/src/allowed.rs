//! What a template may consist of. The engine counts steps, but not what lists that hold each other cost to compare, to sort or to add up:
//! where nothing can be kept or put together, there are none but those of the event.

use minijinja::Error;
use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Stmt};
use minijinja::machinery::parse;
use minijinja::syntax::SyntaxConfig;

/// The functions of templates.
const FUNCTIONS: [&str; 2] = ["t", "range"];
/// The filters of templates.
const FILTERS: [&str; 27] = [
    "capitalize",
    "count",
    "d",
    "date",
    "default",
    "dictsort",
    "first",
    "items",
    "join",
    "last",
    "length",
    "lower",
    "map",
    "max",
    "min",
    "money",
    "number",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "select",
    "selectattr",
    "sort",
    "title",
    "trim",
    "upper",
];

/// What a template may not have.
pub(crate) struct Refused {
    /// The line, from 1, where it is known.
    pub(crate) line: Option<usize>,
    /// What is wrong.
    pub(crate) why: String,
}

type Checked = Result<(), Refused>;

/// Refuses a template that cannot be read, or has what it may not have.
pub(crate) fn check(source: &str) -> Checked {
    let unreadable = |error: Error| Refused { line: error.line(), why: super::why(&error) };
    statement(&parse(source, "template", SyntaxConfig::default()).map_err(unreadable)?)
}

fn refuse(of: &Expr<'_>, why: String) -> Checked {
    Err(Refused { line: Some(of.span().start_line.into()), why })
}

fn statement(of: &Stmt<'_>) -> Checked {
    match of {
        Stmt::Template(template) => template.children.iter().try_for_each(statement),
        Stmt::EmitExpr(said) => expression(&said.expr),
        Stmt::EmitRaw(_) => Ok(()),
        Stmt::ForLoop(of) => {
            expression(&of.target)?;
            expression(&of.iter)?;
            of.filter_expr.iter().try_for_each(expression)?;
            of.body.iter().chain(&of.else_body).try_for_each(statement)
        }
        Stmt::IfCond(of) => {
            expression(&of.expr)?;
            of.true_body.iter().chain(&of.false_body).try_for_each(statement)
        }
        _ => Err(Refused { line: None, why: "Templates have nothing but values, if and for.".to_owned() }),
    }
}

fn expression(of: &Expr<'_>) -> Checked {
    match of {
        Expr::Var(_) | Expr::Const(_) => Ok(()),
        Expr::Slice(slice) => {
            let bounds = [&slice.start, &slice.stop, &slice.step].into_iter().flatten();
            [&slice.expr].into_iter().chain(bounds).try_for_each(expression)
        }
        Expr::UnaryOp(one) => expression(&one.expr),
        Expr::BinOp(two) => {
            use BinOpKind::{Add, Concat, Div, FloorDiv, Mul, Pow, Sub};
            if matches!(two.op, Add | Sub | Mul | Div | FloorDiv | Pow | Concat) {
                return refuse(of, "Templates do not calculate: the event tells amounts as they are.".to_owned());
            }
            expression(&two.left)?;
            expression(&two.right)
        }
        Expr::Compare(compare) => {
            expression(&compare.expr)?;
            compare.ops.iter().try_for_each(|part| expression(&part.expr))
        }
        Expr::IfExpr(choice) => {
            expression(&choice.test_expr)?;
            expression(&choice.true_expr)?;
            choice.false_expr.iter().try_for_each(expression)
        }
        Expr::Filter(filter) => {
            if !FILTERS.contains(&filter.name) {
                return refuse(of, format!("There is no filter {}. There are {}.", filter.name, FILTERS.join(", ")));
            }
            filter.expr.iter().try_for_each(expression)?;
            filter.args.iter().try_for_each(argument)
        }
        Expr::Test(test) => {
            expression(&test.expr)?;
            test.args.iter().try_for_each(argument)
        }
        Expr::GetAttr(part) => expression(&part.expr),
        Expr::GetItem(part) => {
            expression(&part.expr)?;
            expression(&part.subscript_expr)
        }
        Expr::Call(call) => match &call.expr {
            Expr::Var(name) if FUNCTIONS.contains(&name.id) => call.args.iter().try_for_each(argument),
            Expr::Var(name) => refuse(of, format!("There is no function {}.", name.id)),
            _ => refuse(of, "Values have no functions.".to_owned()),
        },
        Expr::List(_) | Expr::Tuple(_) | Expr::Map(_) => match of.as_const() {
            Some(_) => Ok(()),
            None => refuse(of, "Templates put no lists together.".to_owned()),
        },
    }
}

fn argument(of: &CallArg<'_>) -> Checked {
    match of {
        CallArg::Pos(value) | CallArg::Kwarg(_, value) => expression(value),
        CallArg::PosSplat(value) | CallArg::KwargSplat(value) => {
            refuse(value, "Arguments are named one by one.".to_owned())
        }
    }
}
