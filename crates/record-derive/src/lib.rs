//! `#[derive(Record)]`: one struct becomes the typed row that business code uses and the one definition of its table.
//!
//! On the struct: `#[record(table = "product", key(id), unique(sku), scan(category), append_only, counters, hash_chained, row_counted, transient,
//! unstamped, audited, company_currency, operational, kept)]`.
//! `key` defaults to `id`. Every `unique(a, b)` becomes a constant `BY_A_B` of type `store::Unique<Self>`, every
//! `scan(a, b)` a `BY_A_B` of type `store::Scan<Self>`.
//!
//! On a field: `#[field(label = "SKU", max = 64, least = 0, most = 6, counter, search, read_only, hidden, code, folded, default = "true", references = Unit)]`.
//! `code` makes the column the code of the row. It and every text column that is `folded` get a hidden column beside them, `sku_key`
//! beside `sku`, with the text's `kernel::code_key`: an index over `sku` lies over these keys, and a lookup folds what it looks for.
//! `references_table = "product"` names the table of a module above, or one that clients know by its id only.
//! `view = "inventory.value.view"` names the permission that is needed to see the column. The documentation of struct and fields becomes part of the definition.
//!
//! For screens: `resource = "suppliers"` names the resource in which the referenced row is looked up, where its table is served under
//! several names or by a query; `group = "Prices"` begins a group of fields with that label; `unit = "days"` is what a number counts;
//! `unlisted` leaves the column out of lists until a person asks for it.

use proc_macro::TokenStream;
use proc_macro2::{Ident, Span, TokenStream as Tokens};
use quote::quote;
use syn::{Data, DeriveInput, Fields, Lit, LitInt, LitStr, parse_macro_input, punctuated::Punctuated};

/// The words after which a table is treated specially, each a field of `store::Table`.
const FLAGS: [&str; 9] = [
    "append_only",
    "counters",
    "hash_chained",
    "row_counted",
    "transient",
    "unstamped",
    "audited",
    "company_currency",
    "operational",
];

/// Rows that are only inserted are let go of after the commit, unless they are few and often read.
const KEPT: &str = "kept";

#[derive(Default)]
struct Shape {
    table: Option<LitStr>,
    label: Option<LitStr>,
    meaning: String,
    key: Vec<Ident>,
    indexes: Vec<(bool, Vec<Ident>)>,
    flags: Vec<String>,
}

impl Shape {
    /// Whether a flag is set; rows that are only inserted are let go of, unless they are [`KEPT`].
    fn has(&self, flag: &str) -> bool {
        let set = |name: &str| self.flags.iter().any(|known| known == name);
        set(flag) || flag == "transient" && set("append_only") && !set(KEPT)
    }
}

/// A column of the table.
struct ColumnShape<'a> {
    field: &'a FieldShape,
    /// Whether it holds the keys of the field's texts, not the texts.
    is_key: bool,
}

impl ColumnShape<'_> {
    fn name(&self) -> String {
        if self.is_key { self.field.key_name() } else { self.field.name.to_string() }
    }
}

struct FieldShape {
    name: Ident,
    ty: syn::Type,
    label: String,
    meaning: String,
    max: Tokens,
    flags: Vec<String>,
    default: Tokens,
    reference: Tokens,
    references_table: Tokens,
    view: Tokens,
    resource: Tokens,
    group: Tokens,
    unit: Tokens,
    least: Tokens,
    most: Tokens,
}

impl FieldShape {
    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }

    /// Whether the keys of its texts are stored beside them.
    fn has_key(&self) -> bool {
        self.has("code") || self.has("folded")
    }

    fn key_name(&self) -> String {
        format!("{}_key", self.name)
    }

    /// The columns it is stored in.
    fn columns(&self) -> impl Iterator<Item = ColumnShape<'_>> {
        let key = self.has_key().then_some(ColumnShape { field: self, is_key: true });
        std::iter::once(ColumnShape { field: self, is_key: false }).chain(key)
    }
}

/// The text of doc comments, as one line.
fn documentation(attributes: &[syn::Attribute]) -> String {
    let text = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    let text = attributes.iter().filter_map(text).collect::<Vec<_>>().join(" ");
    // Outside rustdoc, a link is only its text.
    text.trim().replace("[`", "`").replace("`]", "`")
}

/// See the crate's documentation.
#[proc_macro_derive(Record, attributes(record, field))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// `migration!("ledger", 1, "journal")`: the migration of module `ledger` whose SQL is in `../migrations/0001_journal.sqlite.sql`
/// and `../migrations/0001_journal.pg.sql`, seen from the file that says it.
#[proc_macro]
pub fn migration(input: TokenStream) -> TokenStream {
    let parts = parse_macro_input!(input with Punctuated::<Lit, syn::Token![,]>::parse_terminated);
    let parts: Vec<&Lit> = parts.iter().collect();
    let [Lit::Str(module), Lit::Int(number), Lit::Str(name)] = parts[..] else {
        let error = syn::Error::new(Span::call_site(), "expected a module, a number and a name");
        return error.to_compile_error().into();
    };
    let file = |dialect: &str| format!("../migrations/{:0>4}_{}.{dialect}.sql", number.base10_digits(), name.value());
    let (sqlite, postgres) = (file("sqlite"), file("pg"));
    quote!(::store::Migration {
        module: #module,
        number: #number,
        sqlite: include_str!(#sqlite),
        postgres: include_str!(#postgres),
    })
    .into()
}

fn idents(meta: &syn::meta::ParseNestedMeta<'_>) -> syn::Result<Vec<Ident>> {
    let content;
    syn::parenthesized!(content in meta.input);
    let list = Punctuated::<Ident, syn::Token![,]>::parse_terminated(&content)?;
    Ok(list.into_iter().collect())
}

fn shape(input: &DeriveInput) -> syn::Result<Shape> {
    let mut shape = Shape { meaning: documentation(&input.attrs), ..Shape::default() };
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("record")) {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.require_ident()?.to_string();
            match name.as_str() {
                "table" => shape.table = Some(meta.value()?.parse()?),
                "label" => shape.label = Some(meta.value()?.parse()?),
                "key" => shape.key = idents(&meta)?,
                "unique" => shape.indexes.push((true, idents(&meta)?)),
                "scan" => shape.indexes.push((false, idents(&meta)?)),
                flag if FLAGS.contains(&flag) || flag == KEPT => shape.flags.push(name),
                _ => return Err(meta.error("unknown record attribute")),
            }
            Ok(())
        })?;
    }
    if shape.key.is_empty() {
        shape.key.push(Ident::new("id", Span::call_site()));
    }
    Ok(shape)
}

/// The words of an identifier, the first with a capital: `tax_category` and `TaxCategory` are both "Tax category", `is_active` is
/// "Active".
fn words(name: &Ident) -> String {
    let (name, mut words) = (name.to_string(), String::new());
    for letter in name.strip_prefix("is_").unwrap_or(&name).replace('_', " ").chars() {
        match (words.is_empty(), letter.is_uppercase()) {
            (true, _) => words.extend(letter.to_uppercase()),
            (false, true) => words.extend(std::iter::once(' ').chain(letter.to_lowercase())),
            (false, false) => words.push(letter),
        }
    }
    words
}

/// The text of an attribute, as a value that may be absent.
fn some_text(meta: &syn::meta::ParseNestedMeta<'_>) -> syn::Result<Tokens> {
    let text: LitStr = meta.value()?.parse()?;
    Ok(quote!(Some(#text)))
}

fn field_shape(field: &syn::Field) -> syn::Result<FieldShape> {
    let name = field.ident.clone().ok_or_else(|| syn::Error::new_spanned(field, "a record has named fields"))?;
    let mut shape = FieldShape {
        label: words(&name),
        meaning: documentation(&field.attrs),
        name,
        ty: field.ty.clone(),
        max: quote!(255),
        flags: Vec::new(),
        default: quote!(None),
        reference: quote!(None),
        references_table: quote!(None),
        view: quote!(None),
        resource: quote!(None),
        group: quote!(None),
        unit: quote!(None),
        least: quote!(None),
        most: quote!(None),
    };
    for attribute in field.attrs.iter().filter(|a| a.path().is_ident("field")) {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.require_ident()?.to_string();
            match name.as_str() {
                "label" => shape.label = meta.value()?.parse::<LitStr>()?.value(),
                "max" => {
                    let max: LitInt = meta.value()?.parse()?;
                    shape.max = quote!(#max);
                }
                "default" => shape.default = some_text(&meta)?,
                "references" => {
                    let target: syn::Type = meta.value()?.parse()?;
                    shape.reference = quote!(Some(::store::Reference::to::<#target>()));
                }
                "least" | "most" => {
                    let bound: LitInt = meta.value()?.parse()?;
                    let side = if name == "least" { &mut shape.least } else { &mut shape.most };
                    *side = quote!(Some(#bound));
                }
                "references_table" => shape.references_table = some_text(&meta)?,
                "view" => shape.view = some_text(&meta)?,
                "resource" => shape.resource = some_text(&meta)?,
                "group" => shape.group = some_text(&meta)?,
                "unit" => shape.unit = some_text(&meta)?,
                "counter" | "search" | "read_only" | "hidden" | "code" | "folded" | "unlisted" => {
                    shape.flags.push(name)
                }
                _ => return Err(meta.error("unknown field attribute")),
            }
            Ok(())
        })?;
    }
    Ok(shape)
}

/// Refuses flags that contradict one another.
fn check_flags(record: &Ident, shape: &Shape) -> syn::Result<()> {
    if shape.has("counters") && !shape.indexes.is_empty() {
        return Err(syn::Error::new_spanned(record, "a table of counters is read by its key only"));
    }
    if shape.has("audited") && ["counters", "hash_chained", "unstamped"].iter().any(|name| shape.has(name)) {
        return Err(syn::Error::new_spanned(record, "only a stamped table is audited"));
    }
    Ok(())
}

/// The constants that name the indexes: `BY_A_B`.
fn index_constants(record: &Ident, shape: &Shape) -> Vec<Tokens> {
    let constants = shape.indexes.iter().enumerate().map(|(n, (unique, columns))| {
        let names: Vec<String> = columns.iter().map(|c| c.to_string().to_uppercase()).collect();
        let constant = Ident::new(&format!("BY_{}", names.join("_")), Span::call_site());
        let kind = Ident::new(if *unique { "Unique" } else { "Scan" }, Span::call_site());
        let doc = format!("The index over {}.", names.join(", ").to_lowercase());
        quote!(#[doc = #doc] pub const #constant: ::store::#kind<#record> = ::store::#kind::new(#n);)
    });
    constants.collect()
}

fn expand(input: &DeriveInput) -> syn::Result<Tokens> {
    let shape = shape(input)?;
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(input, "a record is a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(syn::Error::new_spanned(input, "a record has named fields"));
    };
    let fields = fields.named.iter().map(field_shape).collect::<syn::Result<Vec<_>>>()?;
    let columns: Vec<ColumnShape<'_>> = fields.iter().flat_map(FieldShape::columns).collect();
    let no_field = |wanted: &Ident| syn::Error::new_spanned(wanted, "no such field");
    let position = |wanted: &Ident| {
        let found = columns.iter().position(|column| column.field.name == *wanted);
        found.ok_or_else(|| no_field(wanted))
    };
    // The column of a field's keys stands behind that of its texts.
    let index_position = |wanted: &Ident| {
        let found = columns.iter().rposition(|column| column.field.name == *wanted);
        found.ok_or_else(|| no_field(wanted))
    };

    let record = &input.ident;
    let table = shape.table.as_ref().ok_or_else(|| syn::Error::new_spanned(record, "table = \"…\" is missing"))?;
    let label = shape.label.as_ref().map_or_else(|| words(record), LitStr::value);
    let meaning = &shape.meaning;
    check_flags(record, &shape)?;
    let definitions = columns.iter().map(column);
    let flags = FLAGS.map(|name| {
        let (flag, set) = (Ident::new(name, Span::call_site()), shape.has(name));
        quote!(#flag: #set)
    });

    let key_columns = shape.key.iter().map(position).collect::<syn::Result<Vec<_>>>()?;
    let in_index = |(_, names): &(bool, Vec<Ident>)| names.iter().map(index_position).collect();
    let index_columns: Vec<Vec<usize>> = shape.indexes.iter().map(in_index).collect::<syn::Result<_>>()?;
    let indexes = shape
        .indexes
        .iter()
        .zip(&index_columns)
        .map(|((unique, _), columns)| quote!(::store::Index { columns: &[#(#columns),*], unique: #unique }));
    let constants = index_constants(record, &shape);

    let key_types: Vec<&syn::Type> = key_columns.iter().map(|n| &columns[*n].field.ty).collect();
    let key_names = &shape.key;
    let (key_type, key_value) = if let ([ty], [name]) = (&key_types[..], &key_names[..]) {
        (quote!(#ty), quote!(::core::clone::Clone::clone(&self.#name)))
    } else {
        (quote!((#(#key_types),*)), quote!((#(::core::clone::Clone::clone(&self.#key_names)),*)))
    };
    let index_arms = index_columns.iter().enumerate().map(|(n, positions)| {
        let values = positions.iter().map(|n| column_value(&columns[*n]));
        quote!(#n => { #(out.push(#values);)* })
    });
    let names: Vec<&Ident> = fields.iter().map(|f| &f.name).collect();
    let name_texts: Vec<String> = names.iter().map(ToString::to_string).collect();
    let values = columns.iter().map(column_value);
    let decoded = fields.iter().map(decoded);
    let maxima = fields.iter().map(|f| &f.max);
    let counter_names = fields.iter().filter(|f| f.has("counter")).map(|f| &f.name);

    let audited_key = shape.has("audited").then(|| {
        quote!(
            const _: () = assert!(
                matches!(<#key_type as ::store::Field>::KIND, ::store::FieldKind::Id),
                "an audited record is known by one id"
            );
        )
    });

    Ok(quote! {
        #audited_key
        impl #record { #(#constants)* }
        impl ::store::Record for #record {
            type Key = #key_type;
            const TABLE: &'static ::store::Table = &::store::Table {
                name: #table,
                label: #label,
                meaning: #meaning,
                columns: &[#(#definitions),*],
                key: &[#(#key_columns),*],
                indexes: &[#(#indexes),*],
                #(#flags),*
            };
            fn key(&self) -> Self::Key { #key_value }
            fn index_values(&self, index: usize, out: &mut ::std::vec::Vec<::store::Value>) {
                match index { #(#index_arms)* _ => {} }
            }
            fn encode(&self, out: &mut ::std::vec::Vec<::store::Value>) {
                #(out.push(#values);)*
            }
            fn decode(row: ::std::vec::Vec<::store::Value>) -> ::store::Decoded<Self> {
                let mut row = row.into_iter();
                ::core::result::Result::Ok(#record { #(#decoded),* })
            }
            fn validate(&self) -> ::core::option::Option<&'static str> {
                #(if !::store::Field::fits(&self.#names, #maxima) { return ::core::option::Option::Some(#name_texts); })*
                ::core::option::Option::None
            }
            #[allow(unused_variables)]
            fn accumulate(&mut self, delta: &Self) -> ::kernel::Result<()> {
                #(::store::Counter::accumulate(&mut self.#counter_names, &delta.#counter_names)?;)*
                ::core::result::Result::Ok(())
            }
        }
    })
}

/// The stored value of a column.
fn column_value(column: &ColumnShape<'_>) -> Tokens {
    let name = &column.field.name;
    let value = quote!(::store::Field::to_value(&self.#name));
    if column.is_key { quote!(::store::key_value(#value)) } else { value }
}

/// The field of a decoded row; the key behind it follows from it.
fn decoded(field: &FieldShape) -> Tokens {
    let (name, text) = (&field.name, field.name.to_string());
    let skip_key = field.has_key().then(|| quote!(row.next();));
    quote!(#name: { let value = ::store::next_field(&mut row, #text)?; #skip_key value })
}

fn column(column: &ColumnShape<'_>) -> Tokens {
    let ColumnShape { field, is_key } = column;
    let (name, label, ty) = (column.name(), &field.label, &field.ty);
    let optional = |text: Option<String>| text.map_or_else(|| quote!(None), |text| quote!(Some(#text)));
    let (key, key_of) = if *is_key {
        (quote!(None), optional(Some(field.name.to_string())))
    } else {
        (optional(field.has_key().then(|| field.key_name())), quote!(None))
    };
    let meaning = if *is_key {
        format!("`{}` as it is compared: in case-folded NFKC.", field.name)
    } else {
        field.meaning.clone()
    };
    let (max, none) = (&field.max, quote!(None));
    let own = |tokens| if *is_key { &none } else { tokens };
    let (default, reference) = (own(&field.default), own(&field.reference));
    let (references_table, view) = (own(&field.references_table), &field.view);
    let flag = |name: &str| field.has(name) && !*is_key;
    let (counter, search, code, unlisted) = (flag("counter"), flag("search"), flag("code"), flag("unlisted"));
    let (resource, group, unit) = (own(&field.resource), own(&field.group), own(&field.unit));
    let (least, most) = (&field.least, &field.most);
    let (read_only, hidden) = (flag("read_only") || *is_key, flag("hidden") || *is_key);
    quote!(::store::Column {
        name: #name,
        label: #label,
        meaning: #meaning,
        kind: <#ty as ::store::Field>::KIND,
        nullable: <#ty as ::store::Field>::NULLABLE,
        max: #max,
        counter: #counter,
        search: #search,
        read_only: #read_only,
        hidden: #hidden,
        view: #view,
        code: #code,
        key: #key,
        key_of: #key_of,
        default: #default,
        reference: #reference,
        references_table: #references_table,
        least: #least,
        most: #most,
        labels: <#ty as ::store::Field>::LABELS,
        resource: #resource,
        group: #group,
        unit: #unit,
        unlisted: #unlisted,
    })
}
