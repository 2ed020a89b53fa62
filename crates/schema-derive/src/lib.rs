//! `#[derive(ToSchema)]`: the JSON form of a struct, from its fields, its serde attributes and its doc comments.
//!
//! On a list: `#[schema(min_items = 1, max_items = MAX_LINES)]`. Of serde it knows `default`, `skip_serializing_if`,
//! `flatten` and `deny_unknown_fields`; a struct of one unnamed field has the form of that field.
//!
//! What a screen has to know beside that, each a field of `kernel::Hints`: `#[schema(label = "SKU", default = "today", table = "party",
//! resource = "suppliers", from = "sku.selling_price", instead_of = "sku", currency = "company", view = SEE_VALUE)]`; on the struct its
//! `label`.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Lit, Meta, parse_macro_input};

/// See the crate's documentation.
#[proc_macro_derive(ToSchema, attributes(schema, serde))]
pub fn derive_to_schema(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: &DeriveInput) -> syn::Result<Tokens> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(
            &input.ident,
            "only structs; the words of a choice are told by store::choices",
        ));
    };
    let name = &input.ident;
    let description = description(&input.attrs);
    let schema = match &data.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let inner = &fields.unnamed[0].ty;
            quote! { <#inner as ::kernel::ToSchema>::schema().described(#description) }
        }
        fields => {
            let closed = has_serde(&input.attrs, "deny_unknown_fields")?;
            let fields = fields.iter().map(field).collect::<syn::Result<Vec<_>>>()?;
            let text = name.to_string();
            let Attributes { hints, .. } = attributes(&input.attrs)?;
            quote! {
                let (mut fields, mut open) = (::std::vec::Vec::new(), !#closed);
                #(#fields)*
                let shape = ::kernel::Shape::Object { name: #text.into(), about: #description, fields, open };
                ::kernel::Schema::of(shape)#hints
            }
        }
    };
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics ::kernel::ToSchema for #name #arguments #bounds {
            #[allow(unused_mut)]
            fn schema() -> ::kernel::Schema { #schema }
        }
    })
}

fn field(field: &syn::Field) -> syn::Result<Tokens> {
    let (ty, description) = (&field.ty, description(&field.attrs));
    let name = field.ident.as_ref().map(|name| name.unraw().to_string());
    if has_serde(&field.attrs, "flatten")? {
        return Ok(quote! { open |= <#ty as ::kernel::ToSchema>::schema().flatten_into(&mut fields); });
    }
    let optional = has_serde(&field.attrs, "default")? || has_serde(&field.attrs, "skip_serializing_if")?;
    let Attributes { min, max, hints } = attributes(&field.attrs)?;
    let length = max.map(|max| {
        let min = min.map_or_else(|| quote!(0), |min| quote!(#min));
        quote! { .with_length(#min, #max) }
    });
    Ok(quote! {
        fields.push(::kernel::Field {
            name: #name,
            required: !#optional && !<#ty as ::kernel::ToSchema>::OPTIONAL,
            schema: <#ty as ::kernel::ToSchema>::schema()#length.described(#description)#hints,
        });
    })
}

/// The fields of `kernel::Hints` that an attribute may say.
const HINTS: [&str; 8] = ["label", "default", "table", "resource", "from", "instead_of", "currency", "view"];

/// What `#[schema(...)]` says.
struct Attributes {
    min: Option<Expr>,
    max: Option<Expr>,
    /// A call that adds the hints to a schema; nothing where there are none.
    hints: Tokens,
}

fn attributes(attributes: &[Attribute]) -> syn::Result<Attributes> {
    let (mut min, mut max, mut hints) = (None, None, Vec::new());
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("schema")) {
        attribute.parse_nested_meta(|meta| {
            let (name, value): (_, Expr) = (meta.path.require_ident()?, meta.value()?.parse()?);
            match name.to_string().as_str() {
                "min_items" => min = Some(value),
                "max_items" => max = Some(value),
                hint if HINTS.contains(&hint) => hints.push(quote! { hints.#name = Some(#value); }),
                _ => return Err(meta.error("unknown schema attribute")),
            }
            Ok(())
        })?;
    }
    let hints = if hints.is_empty() {
        quote!()
    } else {
        quote! { .hinted(|hints| { #(#hints)* }) }
    };
    Ok(Attributes { min, max, hints })
}

/// Whether `#[serde(...)]` has `flag`, with or without a value.
fn has_serde(attributes: &[Attribute], flag: &str) -> syn::Result<bool> {
    let mut found = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident(flag);
            if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<Expr>()?;
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// The doc comment as one text, without the brackets of links to other items.
fn description(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else { return None };
        let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { return None };
        Some(text.value().trim().to_owned())
    });
    lines.collect::<Vec<_>>().join("\n").replace("[`", "").replace("`]", "")
}
