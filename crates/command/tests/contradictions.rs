//! A program whose modules contradict one another does not start: one planted contradiction each.

use command::{
    AlsoAt, Command, CommandEntry, Definitions, DocumentDefinition, Documentation, JoinedField, Link, MenuEntry,
    Method, Module, Part, Query, QueryContext, Registry, Report, ReportColumn, ReportHead, ReportPart,
    ResourceDefinition, Row, RowView, SecondShape, Source, Tx, serve_report,
};
use kernel::{Date, Id, Result, ToSchema};
use money::{Amount, Currency};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Record, Session};
use uuid::Uuid;

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "shelf")]
struct Shelf {
    id: Id<Shelf>,
    label: String,
    note: Option<String>,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "book")]
struct Book {
    id: Id<Book>,
    #[field(references_table = "shelf")]
    shelf: Uuid,
    currency: Currency,
    price: Amount,
}

/// Its amounts are in the currency of the book.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "loan", key(book, n))]
struct Loan {
    #[field(references_table = "book")]
    book: Id<Book>,
    n: i64,
    fee: Amount,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "fine")]
struct Fine {
    id: Id<Fine>,
    amount: Amount,
    currency: Currency,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "page")]
struct Page {
    id: Id<Page>,
    #[field(references_table = "shelf")]
    shelf: String,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "visit", scan(day, reader))]
struct Visit {
    id: Id<Visit>,
    day: String,
    reader: Option<String>,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "stamp", hash_chained)]
struct Stamp {
    id: Id<Stamp>,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "bill")]
struct Bill {
    id: Id<Bill>,
    #[field(search, view = "library.value.view")]
    note: String,
    #[field(view = "library.value.show")]
    copies: i64,
}

macro_rules! command {
    ($type:ident, $name:literal, $($field:ident: $kind:ty)?) => {
        #[derive(Serialize, Deserialize, ToSchema)]
        struct $type {
            $($field: $kind,)?
        }
        impl Command for $type {
            const NAME: &'static str = $name;
            type Output = String;
            fn run(&self, _: &mut Tx<'_, '_>) -> Result<String> {
                Ok(String::new())
            }
        }
    };
}
command!(Lend, "library.book.lend",);
command!(Borrow, "library.book.borrow",);
command!(LendTo, "library.book.lend", reader: String);

const BOOKS: ResourceDefinition = ResourceDefinition {
    plural: "books",
    table: Book::TABLE,
    role: None,
    order: &["id"],
    filters: &["shelf"],
    view: "library.book.view",
    commands: None,
    document: None,
    operators: |_| vec![""],
    find: |_, _, _, _| unreachable!("no story looks for a book"),
    code_of: |_, _| unreachable!("no story looks for a book"),
};

const BOOK: RowView = RowView { table: Book::TABLE, hidden: &[], renamed: &[], joined: &[] };
const LOANS: RowView = RowView { table: Loan::TABLE, hidden: &["book"], renamed: &[], joined: &[] };

fn library() -> Module {
    Module {
        name: "library",
        tables: vec![Shelf::TABLE, Book::TABLE, Loan::TABLE],
        resources: vec![BOOKS],
        commands: vec![CommandEntry::of::<Lend>(Method::Post, "/books/lend/")],
        permissions: vec!["library.value.view"],
        ..Module::default()
    }
}

/// What the program says of the library with something planted into it.
fn refusal(plant: impl FnOnce(&mut Module)) -> String {
    let mut module = library();
    plant(&mut module);
    Registry::of(vec![module]).map(drop).unwrap_err().operator()
}

#[track_caller]
fn assert_says(detail: &str, words: &str) {
    let lines: Vec<&str> = detail.lines().skip(1).collect();
    assert_eq!(lines, [words], "{detail}");
}

#[test]
fn modules_that_agree_are_a_program() {
    let registry = Registry::of(vec![library()]).unwrap();
    assert_eq!(registry.definitions().table("book").unwrap().name, "book");
    let references: Vec<_> =
        registry.definitions().references_to("shelf").map(|(table, column)| (table.name, column.name)).collect();
    assert_eq!(references, [("book", "shelf")]);
}

#[test]
fn duplicate_route_is_refused() {
    let detail = refusal(|module| {
        for path in ["/books/{id}/return/", "/books/{number}/return/"] {
            let lend = CommandEntry::of::<Lend>(Method::Post, "/books/return/");
            module.commands.push(CommandEntry { path: path.to_owned(), ..lend });
        }
    });
    let wanted =
        ["There are 2 of the route Post /books/{}/return/.", "There are 3 of the operation library.book.lend."];
    assert_eq!(detail.lines().skip(1).collect::<Vec<_>>(), wanted);
}

#[test]
fn further_path_of_nothing_or_of_two_endpoints_is_refused() {
    let planted = |also_at: AlsoAt| refusal(|module| module.also_at.push(also_at));
    let nothing = planted(AlsoAt::all("/loans/", "/borrowings/"));
    assert_says(&nothing, "/borrowings/ stands for /loans/, which is no endpoint of library.");
    let other_method = planted(AlsoAt::one(Method::Put, "/books/lend/", Method::Post, "/lend/"));
    assert_says(&other_method, "/lend/ stands for /books/lend/, which is no endpoint of library.");
    let parameters = planted(AlsoAt::one(Method::Post, "/books/lend/", Method::Put, "/books/{id}/lend/"));
    assert_says(&parameters, "/books/{id}/lend/ stands for /books/lend/, which has not as many parameters.");
    let taken = refusal(|module| {
        module.commands.push(CommandEntry::of::<Borrow>(Method::Put, "/books/borrow/"));
        module.also_at.push(AlsoAt::one(Method::Post, "/books/lend/", Method::Put, "/books/borrow/"));
    });
    assert_says(&taken, "There are 2 of the route Put /books/borrow/.");
}

#[test]
fn second_shape_of_nothing_is_refused() {
    let detail = refusal(|module| {
        let day = Date::constant(2026, 1, 31);
        module.second_shapes.push(SecondShape {
            plural: "pages",
            deprecated: day,
            sunset: day,
            show: Box::new(|_, _, _, answer| Ok(answer.to_vec())),
            take: Box::new(|body| Ok(body.to_vec())),
            schemas: Vec::new(),
        });
    });
    assert_says(&detail, "/pages/ has a second shape, but no endpoint of library.");
}

#[test]
fn duplicate_operation_is_refused() {
    let detail = refusal(|module| {
        for path in ["/lend/", "/borrow/"] {
            let operation = json!({"operationId": "library.book.lend"});
            let documentation = Documentation::OpenApi { operation, schemas: Vec::new() };
            let lend = CommandEntry::of::<Lend>(Method::Post, path);
            module.commands.push(CommandEntry { name: "library.book.borrow", documentation, ..lend });
        }
    });
    assert_says(&detail, "There are 3 of the operation library.book.lend.");
}

#[test]
fn command_name_with_two_bodies_is_refused() {
    let detail = refusal(|module| module.commands.push(CommandEntry::of::<LendTo>(Method::Post, "/lend/")));
    let wanted =
        ["There are 2 of the operation library.book.lend.", "The command library.book.lend has two different bodies."];
    assert_eq!(detail.lines().skip(1).collect::<Vec<_>>(), wanted);
}

#[test]
fn offline_command_that_does_not_exist_is_refused() {
    let detail = refusal(|module| {
        module.commands = vec![CommandEntry::of::<Lend>(Method::Post, "/lend/").offline("library.book.submit")];
    });
    assert_says(&detail, "There is no offline command library.book.submit.");
}

#[test]
fn permission_declared_twice_is_refused() {
    let detail = refusal(|module| module.permissions.push("library.value.view"));
    assert_says(&detail, "There are 2 of the permission library.value.view.");
    let detail = refusal(|module| module.permissions.push("library.book.lend"));
    assert_says(&detail, "The permission library.book.lend is the name of a command or query already.");
}

#[test]
fn amount_without_currency_is_refused() {
    let detail = refusal(|module| module.tables.push(Fine::TABLE));
    assert_says(&detail, "fine.amount: the currency of this amount is not said.");
}

#[test]
fn column_with_an_unknown_permission_or_that_is_searched_is_refused() {
    let detail = refusal(|module| module.tables.push(Bill::TABLE));
    let wanted = [
        "bill.note needs the permission library.value.view, but rows are found by it.",
        "bill.copies needs the permission library.value.show, which no module declares.",
    ];
    assert_eq!(detail.lines().skip(1).collect::<Vec<_>>(), wanted);

    let detail = refusal(|module| {
        module.permissions.push("library.value.show");
        module.tables.push(Bill::TABLE);
        (module.resources[0].table, module.resources[0].order) = (Bill::TABLE, &["-copies"]);
        module.resources[0].filters = &[];
    });
    let order = "/books/ is ordered by copies, which needs the permission library.value.show.";
    assert!(detail.lines().any(|line| line == order), "{detail}");
}

#[test]
fn order_and_filters_that_name_no_column_are_refused() {
    let planted = |change: fn(&mut ResourceDefinition)| refusal(|module| change(&mut module.resources[0]));
    assert_says(
        &planted(|books| books.order = &["-title"]),
        "/books/ is ordered by -title, which is no column of book.",
    );
    assert_says(
        &planted(|books| books.filters = &["title"]),
        "/books/ is filtered by title, which is no column of book.",
    );
    assert_says(
        &planted(|books| (books.table, books.order, books.filters) = (Shelf::TABLE, &["note"], &[])),
        "/books/ is ordered by note, which may be absent.",
    );
    assert_says(&planted(|books| books.order = &[]), "/books/ has no order.");
    assert_says(&planted(|books| books.role = Some("shelf")), "/books/ has a role that is no truth value of book.");
}

/// A book as a document that contradicts nothing.
const DOCUMENT: DocumentDefinition =
    DocumentDefinition { number: "id", header: BOOK, computed: &[], parts: &[], states: None };

#[test]
fn document_that_contradicts_its_tables_is_refused() {
    let planted =
        |document: &'static DocumentDefinition| refusal(|module| module.resources[0].document = Some(document));
    const LOAN_PART: Part = Part { name: "loans", meaning: "", document: "book", rows: LOANS };
    let detail = planted(&DocumentDefinition {
        header: RowView { hidden: &["title"], ..BOOK },
        parts: &[LOAN_PART],
        ..DOCUMENT
    });
    assert_says(&detail, "/books/{id}/: a view of book names title, which is no column of it.");
    let detail = planted(&DocumentDefinition {
        header: RowView {
            joined: &[JoinedField { name: "label", column: "shelf", table: Loan::TABLE, shows: "fee" }],
            hidden: &["price"],
            ..BOOK
        },
        ..DOCUMENT
    });
    assert_says(&detail, "/books/{id}/: book.shelf does not lead to loan.fee.");
    let detail = planted(&DocumentDefinition { parts: &[Part { document: "n", ..LOAN_PART }], ..DOCUMENT });
    assert_says(&detail, "/books/{id}/: loan.n does not reference book.");
    let detail = planted(&DocumentDefinition {
        header: RowView { renamed: &[("price", "loans")], ..BOOK },
        parts: &[LOAN_PART],
        ..DOCUMENT
    });
    assert_says(&detail, "/books/{id}/: 2 fields have the name loans.");
    let detail = planted(&DocumentDefinition { header: LOANS, ..DOCUMENT });
    assert_says(&detail, "/books/{id}/: the header is in the table loan, the list in book.");
    let detail = planted(&DocumentDefinition { number: "title", ..DOCUMENT });
    assert_says(&detail, "/books/{id}/: title is no column of book.");
}

#[test]
fn screen_that_leads_nowhere_is_refused() {
    let menu = |entry| refusal(|module| module.menu.push(entry));
    assert_says(
        &menu(MenuEntry::resource("Books", 1, "maps")),
        "The menu leads to the resource maps, which does not exist.",
    );
    assert_says(
        &menu(MenuEntry::report("Books", 1, "maps")),
        "The menu leads to the report maps, which does not exist.",
    );
    let lend = || CommandEntry::of::<Lend>(Method::Post, "/books/lend/");
    let planted = |command| refusal(|module| module.commands = vec![command]);
    assert_says(&planted(lend().affects(&["maps"])), "library.book.lend affects maps, which is no resource.");
    assert_says(&planted(lend().on_row("maps", &[])), "library.book.lend acts on maps, which is no resource.");
    let bound = lend().on_row("books", &[("reader", "owner")]);
    assert_says(&planted(bound), "library.book.lend takes reader from books.owner, one of which does not exist.");
}

/// The loans of a reader.
#[derive(Deserialize, ToSchema)]
struct Loans {
    /// The reader.
    reader: Option<String>,
}

impl Query for Loans {
    const NAME: &'static str = "library.loan.view";
    type Output = String;
    fn run(&self, _: &mut Session<'_>, _: &QueryContext) -> Result<String> {
        Ok(self.reader.clone().unwrap_or_default())
    }
}

impl Report for Loans {
    const TITLE: &'static str = "Loans";
    fn columns() -> Vec<ReportColumn> {
        let reader = Link { to: "/reports/loans/", parameters: &[("reader", Source::Column("reader"))] };
        vec![ReportColumn::text("reader", "Reader").link(reader), ReportColumn::money("fee", "Fee").summed()]
    }
    fn head(_: &mut Session<'_>, _: &String) -> Result<ReportHead> {
        let currency = Currency::parse("GBP")?;
        Ok(ReportHead { company: String::new(), currency: Some(currency), ..ReportHead::default() })
    }
    fn rows(_: &String, _: ReportPart) -> Vec<Row<'_>> {
        Vec::new()
    }
}

#[test]
fn report_whose_columns_contradict_it_is_refused() {
    let planted = |change: fn(&mut Vec<ReportColumn>)| {
        refusal(|module| {
            serve_report::<Loans>(module, "/reports/loans/");
            change(&mut module.reports[0].definition.columns);
        })
    };
    assert_says(
        &planted(|columns| columns.push(ReportColumn::text("fee", "Fee again"))),
        "There are 2 of the column of loans fee.",
    );
    assert_says(
        &planted(|columns| columns[1].when = Some("compare")),
        "The report loans has no parameter compare, with which fee is shown.",
    );
    assert_says(
        &planted(|columns| columns[1].view = Some("library.fee.view")),
        "The report loans has no permission library.fee.view for fee, for no module declares it.",
    );
    assert_says(
        &planted(|columns| columns[1].link = Some(Link { to: "/bills/", parameters: &[] })),
        "The report loans links to /bills/, which does not exist.",
    );
    let wrong = planted(|columns| {
        let parameters = &[("of", Source::Column("book")), ("reader", Source::Parameter("writer"))];
        columns[1].link = Some(Link { to: "/reports/loans/", parameters });
    });
    let wanted = [
        "The report loans has no column book.",
        "The report loans has no parameter writer.",
        "The report loans links to /reports/loans/ with the unknown parameter of.",
    ];
    assert_eq!(wrong.lines().skip(1).collect::<Vec<_>>(), wanted);
    let title = refusal(|module| {
        serve_report::<Loans>(module, "/reports/loans/");
        module.reports[0].definition.title = "Loans by reader / by book".into();
    });
    assert_says(&title, "The title of the report loans is no name of a sheet: Loans by reader / by book.");
}

#[test]
fn two_sources_of_email_addresses_are_refused() {
    let detail = Registry::of(vec![
        Module { actor_email: Some(|_, _| Ok(None)), ..library() },
        Module { actor_email: Some(|_, _| Ok(None)), ..Module::default() },
    ]);
    assert_says(&detail.map(drop).unwrap_err().operator(), "There are 2 of the function actor_email.");
}

#[test]
fn resource_of_unlisted_table_is_refused() {
    let detail = refusal(|module| module.tables.retain(|table| table.name == "shelf"));
    assert_says(&detail, "/books/ serves the table book, which no module lists.");
}

#[test]
fn nullable_column_that_orders_an_index_is_refused() {
    let detail = refusal(|module| module.tables.push(Visit::TABLE));
    assert_says(&detail, "visit.reader may be absent and orders an index.");
}

#[test]
fn reference_to_missing_table_is_refused_in_a_whole_program_only() {
    let planted = || Module { tables: vec![Book::TABLE], ..Module::default() };
    let detail = Registry::of(vec![planted()]).map(drop).unwrap_err().operator();
    assert_says(&detail, "book.shelf references the table shelf, which does not exist.");
    assert!(Registry::of_layers(vec![planted()]).is_ok());
}

#[test]
fn reference_that_cannot_hold_the_key_is_refused() {
    let detail = refusal(|module| module.tables.push(Page::TABLE));
    assert_says(&detail, "page.shelf cannot hold a key of the table shelf.");
}

#[test]
fn two_tables_of_one_name_are_refused() {
    let detail = refusal(|module| module.tables.push(Shelf::TABLE));
    assert_says(&detail, "There are 2 of the table shelf.");
}

#[test]
fn hash_chained_table_that_can_change_is_refused() {
    let detail = refusal(|module| module.tables.push(Stamp::TABLE));
    assert_says(&detail, "stamp: what is hash-chained must be append-only.");
}

#[test]
fn error_code_with_two_meanings_is_refused() {
    mod errors {
        kernel::problems! {
            pub borrowed() = Conflict "lent", "Lent out": "The book is lent out.";
            pub due() = Conflict "lent", "Overdue": "The book is overdue.";
        }
    }
    assert_ne!(errors::borrowed().title, errors::due().title);
    let detail = refusal(|module| module.problems = errors::PROBLEMS);
    assert_says(&detail, "The error code lent means “Lent out” and “Overdue”.");
}

#[test]
fn rule_of_a_module_is_asked() {
    fn no_shelves(definitions: &Definitions) -> Vec<String> {
        definitions.table("shelf").map(|table| format!("{} is not wanted.", table.name)).into_iter().collect()
    }
    let detail = refusal(|module| module.rules.push(no_shelves));
    assert_says(&detail, "shelf is not wanted.");
}

#[test]
fn all_contradictions_are_told_at_once() {
    let detail = refusal(|module| module.tables.extend([Fine::TABLE, Visit::TABLE, Shelf::TABLE]));
    assert_eq!(detail.lines().count(), 4, "{detail}");
}
