"""The expected books after the import of `demo/online-retail-2010-12.csv.gz`, computed independently of the importer.

    python3 stories/oracle/online_retail.py demo/online-retail-2010-12.csv.gz

prints them as JSON; `books(read(path))` returns them. A story imports the file, queries the API and compares every figure to
the penny. This script must not share any code, rule, list or rounding with the importer.

The rules. Each applies to one row unless stated otherwise:

- An invoice is one document with the date of its first row. Documents are ordered by date, then by line in the file. All rows
  of a document take effect together.
- A document `A…` adjusts bad debt. It changes the ledger only: no income, no stock and no customer account.
- A document `C…` is a credit note: its goods are returned and its income is reversed.
- Every priced row of an invoice or credit note is income (negative in a credit note). The amount is quantity × price, rounded
  half away from zero to the penny. It is booked under the code of the service, or under `goods`. With a customer it is
  receivable from that customer; without one it is cash.
- Price 0 and negative quantity: a write-off. Price 0 and positive quantity: a gift if the document has a customer or a priced
  row, otherwise a find, which adds to stock.
- A product is the stock code in upper case without surrounding spaces. Services have no stock.
- The opening stock of a product is the smallest quantity with which its stock never falls below 0 after any document.

Contents of the file (1 to 23 December 2010: 42,481 rows, 2,025 documents), including irregularities:

- 1,559 invoices, 326 credit notes (308 on account, 18 without customer), 70 write-offs and 70 finds of one row each. There is no `A…`.
- 9 invoices contain both priced rows and gifts: 537197, 539263, 539722 (with customer) and 537534, 537640, 538071,
  538877, 539750, 539856 (without). They contain all 133 gift rows. 537534 and 539856 have a single priced row, a service (M)
  that is the price of the 57 and 64 gifts in the same document. No document mixes signs of quantity, and no gift, write-off
  or find is a service.
- No document has two customers or two countries. One, 536591, has two times (16:57 and 16:58).
- The rows of a document are adjacent and the file is sorted by date, so the order of the file is the order of the documents;
  213 minutes have several documents. Without the letter C, the document numbers have the same order except for 29
  adjacent pairs (an invoice before the credit note with the next lower number). Sorted by the number as text, with all C
  last, 395 products would have another opening stock. 1,603 numbers are missing between the first (536365) and the last (539992).
- 173 rows add to stock (121 credits, 52 finds) while the stock of the product, opening stock included, is 0. 9 products have a
  price only in credit notes and 21 have none; 32 need no opening stock.
- 247 documents contain a product twice, 33 of them at different prices, never in two spellings; 60 products have two spellings
  across the file, and the service M is spelled `m` once. 500 rows equal an earlier row and are valid.
- 32 documents contain services only. D occurs only in credit notes. AMAZONFEE occurs in six credit notes and one invoice
  (537632 reverses C537630), never with a customer. S occurs only in a credit note without customer.
- 14 of the 18 credit notes without customer contain services only (fees, samples, M). On the 7th they pay out more cash than
  was received (-8,066.94 that day), but the cash balance never falls below 0.
- 948 customers, 111 of them first seen in a credit note; 67 end with a credit balance, none with 0. 41 credit rows precede every sale
  of their product.
- Prices have at most two decimals and quantities none, so no amount of this file needs rounding. The unit tests cover it.
- Customer 12370 is in Cyprus in one document and in Austria in the next. 15,631 rows have no customer but do have a country.
- 20 products have only the description `nan`; 119 have several, and 35833G has two that are equally common, one of them
  `damages`. 8,380 descriptions have spaces around them, two have a pound sign (UTF-8), 558 lines have quoted fields.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

SERVICES = {"POST", "DOT", "D", "M", "C2", "S", "AMAZONFEE", "BANK CHARGES"}
GIFT_VOUCHERS = "GIFT_0001_"


class Row(NamedTuple):
    """A row of the file; `line` is its line number, and line 1 is the header."""

    line: int
    document: str
    product: str
    quantity: Decimal
    time: str
    price: Decimal
    customer: str


def read(path):
    """The rows of the file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return [
            Row(
                line,
                fields["InvoiceNo"].strip(),
                fields["StockCode"].strip().upper(),
                Decimal(fields["Quantity"]),
                fields["InvoiceDate"],
                Decimal(fields["UnitPrice"]),
                fields["CustomerID"].strip(),
            )
            for line, fields in enumerate(csv.DictReader(text), start=2)
        ]


def pence(amount):
    """The amount in whole pence, rounded half away from zero."""
    whole, rest = divmod(abs(amount) * 100, 1)
    if rest * 2 >= 1:
        whole += 1
    return int(whole) if amount >= 0 else -int(whole)


def is_service(product):
    return product in SERVICES or product.startswith(GIFT_VOUCHERS)


def documents(rows):
    """The rows of each document, in the order in which documents take effect."""
    found = defaultdict(list)
    for row in rows:
        found[row.document].append(row)
    return sorted(found.values(), key=lambda of: (of[0].time, of[0].line))


def kind_of(row, document):
    """The kind of a row: sale, credit, gift, write_off, found or bad_debt."""
    if row.document.startswith("A"):
        return "bad_debt"
    credit_note = row.document.startswith("C")
    if row.price > 0 and (row.quantity < 0) == credit_note:
        return "credit" if credit_note else "sale"
    if row.price == 0 and row.quantity < 0:
        return "write_off"
    if row.price == 0 and row.quantity > 0:
        has_priced_row = any(other.price for other in document)
        return "gift" if row.customer or has_priced_row else "found"
    raise ValueError(f"line {row.line}: no rule for {row}")


def books(rows):
    """The figures that the API must return after the import, with money and quantities as text."""
    income = defaultdict(int)
    receivable = defaultdict(int)
    cash_in = cash_out = bad_debt = 0
    stock = defaultdict(Decimal)
    lowest = defaultdict(Decimal)
    document_counts = defaultdict(int)
    row_counts = defaultdict(int)

    for document in documents(rows):
        kinds = [kind_of(row, document) for row in document]
        for row, kind in zip(document, kinds):
            row_counts[kind] += 1
            amount = pence(row.quantity * row.price)
            if kind == "bad_debt":
                bad_debt += amount
                continue
            if kind in ("sale", "credit"):
                income[row.product if is_service(row.product) else "goods"] += amount
                if row.customer:
                    receivable[row.customer] += amount
                elif amount > 0:
                    cash_in += amount
                else:
                    cash_out -= amount
            if not is_service(row.product):
                # Finds (positive) and write-offs (negative) change stock by their quantity. Sales and gifts (positive) and
                # credits (negative) change it by the opposite.
                moved = row.quantity if kind in ("found", "write_off") else -row.quantity
                stock[row.product] += moved
        for product in {row.product for row in document} & stock.keys():
            lowest[product] = min(lowest[product], stock[product])
        document_counts[document_kind(kinds)] += 1
        document_counts["with_gifts"] += "gift" in kinds

    opening = {product: -lowest[product] for product in stock}
    return {
        "income": {kind: money(amount) for kind, amount in income.items()},
        "income_total": money(sum(income.values())),
        "receivable": {customer: money(amount) for customer, amount in receivable.items()},
        "receivable_total": money(sum(receivable.values())),
        "cash": money(cash_in - cash_out),
        "cash_in": money(cash_in),
        "cash_out": money(cash_out),
        "bad_debt": money(bad_debt),
        "opening_stock": {product: number(opening[product]) for product in stock},
        "final_stock": {product: number(opening[product] + stock[product]) for product in stock},
        "documents": dict(document_counts),
        "rows": dict(row_counts),
    }


def document_kind(kinds):
    """A document with a sale or a gift is an invoice, whatever other rows it has."""
    for kind, name in [("credit", "credit_notes"), ("sale", "invoices"), ("gift", "invoices")]:
        if kind in kinds:
            return name
    return {"write_off": "write_offs", "found": "found", "bad_debt": "bad_debts"}[kinds[0]]


def money(amount):
    """Pence formatted as pounds with two decimals."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"


def number(quantity):
    """A quantity without trailing zeros."""
    return format(quantity.normalize() + 0, "f")


if __name__ == "__main__":
    json.dump(books(read(sys.argv[1])), sys.stdout, indent=1, sort_keys=True)
    print()
