"""What the books must show after `demo/online-retail-2010-12.csv.gz` is imported, worked out without any of our code.

    python3 stories/oracle/online_retail.py demo/online-retail-2010-12.csv.gz

prints it as JSON; `books(read(path))` returns it. A story imports the file, asks the API, and compares to the penny.
Nothing here may be shared with the importer: not a rule, not a list, not the rounding.

The rules, a row each unless said otherwise:

- An invoice is one document; its date is that of its first row. Documents follow each other by date, then by line in the
  file. All rows of a document take effect together.
- A document `A…` adjusts bad debt: the ledger only, no income, no stock, no customer's account.
- A document `C…` is a credit note: its goods come back, its income is taken back.
- Every priced row of an invoice or credit note is income (negative in a credit note), amount = quantity × price rounded
  half away from zero to the penny: under the service's own code, or under `goods`. With a customer it is on that
  customer's account; without one it is cash.
- Price 0, negative quantity: written off. Price 0, positive quantity: given away, where the document has a customer or a
  priced row; else found, which brings goods in.
- A product is the stock code in capitals, without spaces around it. Services have no stock.
- Opening stock of a product is the least that keeps its stock from falling below 0 in the course of the documents.

What the file holds (December 2010, 1st to 23rd: 42,481 rows, 2,025 documents), surprises included:

- 1,559 invoices, 326 credit notes (308 on account, 18 without customer), 70 write-offs and 70 finds of one row each. No `A…`.
- 9 invoices are mixed, priced rows and gifts together: 537197, 539263, 539722 (with customer) and 537534, 537640, 538071,
  538877, 539750, 539856 (without). They hold all 133 gift rows. 537534 and 539856 have a single priced row, a service (M)
  that stands for the price of the 57 and 64 gifts beside it. No document mixes signs of quantity, and no gift, write-off
  or find is a service.
- No document has two customers or two countries. One, 536591, has two times (16:57 and 16:58).
- The rows of a document stand together, and the file is in order of date, so walking it from top to bottom is the right
  order; 213 minutes have several documents. The numbers agree with that order but for 29 neighbours (an invoice before
  the credit note numbered just below it), if the C is left off: by the number as text, with all C last, 395 products
  would need another opening stock. 1,603 numbers are missing between the first (536365) and the last (539992).
- 173 rows bring goods in (121 credits, 52 finds) while, after the opening stock, nothing of the product is on hand. 9 products
  are priced in credit notes only, 21 nowhere; 32 need no opening stock.
- A document often names a product twice (247 do, 33 of them at different prices), never in two spellings; 60 products have
  two spellings across the file, and the service M is spelled `m` once. 500 rows equal an earlier one and are meant.
- 32 documents hold services only. D stands only in credit notes. AMAZONFEE stands in six credit notes and one invoice
  (537632 takes back C537630), never with a customer. S stands only in a credit note without customer.
- 14 of the 18 credit notes without customer hold services only (fees, samples, M). They take more cash than came in on
  the 7th (-8,066.94 that day), but what has been taken in never falls below 0.
- 948 customers, 111 of them first seen in a credit note; 67 end in credit, none at 0. 41 credit rows come before any sale of
  their product.
- Prices have at most two decimals and quantities none, so rounding never decides here. The unit tests do it instead.
- Customer 12370 is in Cyprus in one document and in Austria in the next. 15,631 rows have no customer but do have a country.
- 20 products have no description but the text `nan`; 119 have several, and 35833G has two equally common ones, one of them
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
    """A line of the file; `line` counts from 1, which is the header."""

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
    """The amount in whole pence, half a penny away from zero."""
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
    """What a row is: sale, credit, gift, write_off, found or bad_debt."""
    if row.document.startswith("A"):
        return "bad_debt"
    credit_note = row.document.startswith("C")
    if row.price > 0 and (row.quantity < 0) == credit_note:
        return "credit" if credit_note else "sale"
    if row.price == 0 and row.quantity < 0:
        return "write_off"
    if row.price == 0 and row.quantity > 0:
        beside_priced = any(other.price for other in document)
        return "gift" if row.customer or beside_priced else "found"
    raise ValueError(f"line {row.line}: no rule for {row}")


def books(rows):
    """Everything that the API has to answer after the import, money and quantities as text."""
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
                # A find has a positive quantity and comes in; a write-off and what is given or sold go out; a credit's
                # quantity is negative and comes back.
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
    """A document with anything sold or given is an invoice, whatever else is in it."""
    for kind, name in [("credit", "credit_notes"), ("sale", "invoices"), ("gift", "invoices")]:
        if kind in kinds:
            return name
    return {"write_off": "write_offs", "found": "found", "bad_debt": "bad_debts"}[kinds[0]]


def money(amount):
    """Pence as pounds with two decimals."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"


def number(quantity):
    """A quantity without needless zeros."""
    return format(quantity.normalize() + 0, "f")


if __name__ == "__main__":
    json.dump(books(read(sys.argv[1])), sys.stdout, indent=1, sort_keys=True)
    print()
