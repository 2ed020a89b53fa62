"""Tests of the oracle's rules on fixtures small enough to check by hand."""

import unittest
from decimal import Decimal
from pathlib import Path

from online_retail import Row, books, money, number, pence, read

DEMO = Path(__file__).parents[2] / "demo" / "online-retail-2010-12.csv.gz"


def rows(*fields):
    """Rows from (document, product, quantity, price, customer), all on one day."""
    return [
        Row(line, document, product, Decimal(quantity), "2010-12-01T08:26:00", Decimal(price), customer)
        for line, (document, product, quantity, price, customer) in enumerate(fields, start=2)
    ]


class Rounding(unittest.TestCase):
    def test_half_penny_rounds_away_from_zero(self):
        for amount, expected in [
            ("0.005", 1),
            ("-0.005", -1),
            ("0.0049999", 0),
            ("-0.0049999", 0),
            ("1.015", 102),
            ("2.675", 268),
            ("-2.675", -268),
            ("2.5", 250),
            ("0", 0),
        ]:
            self.assertEqual(pence(Decimal(amount)), expected, amount)

    def test_rows_are_rounded_before_summing(self):
        result = books(rows(("1", "A", "1", "0.005", ""), ("1", "A", "1", "0.005", "")))
        self.assertEqual(result["income"], {"goods": "0.02"})

    def test_money_and_quantities_are_formatted(self):
        self.assertEqual([money(pence) for pence in (0, 5, -5, 123456, -100)], ["0.00", "0.05", "-0.05", "1234.56", "-1.00"])
        self.assertEqual([number(Decimal(text)) for text in ("0", "-0", "100", "2.50")], ["0", "0", "100", "2.5"])


class Rules(unittest.TestCase):
    def test_income_is_split_by_service_and_receivable_by_customer(self):
        result = books(
            rows(
                ("1", "A", "2", "3.00", "7"),
                ("1", "POST", "1", "18.00", "7"),
                ("2", "A", "1", "4.00", ""),
                ("2", "GIFT_0001_40", "1", "34.04", ""),
                ("3", "DCGS0003", "1", "1.00", ""),
                ("C4", "A", "-1", "3.00", "7"),
                ("C5", "AMAZONFEE", "-1", "50.00", ""),
            )
        )
        self.assertEqual(
            result["income"],
            {"goods": "8.00", "POST": "18.00", "GIFT_0001_40": "34.04", "AMAZONFEE": "-50.00"},
        )
        self.assertEqual(result["income_total"], "10.04")
        self.assertEqual(result["receivable"], {"7": "21.00"})
        self.assertEqual((result["cash_in"], result["cash_out"], result["cash"]), ("39.04", "50.00", "-10.96"))
        self.assertEqual(result["final_stock"].keys(), {"A", "DCGS0003"})

    def test_row_without_price_is_gift_find_or_write_off(self):
        result = books(
            rows(
                ("1", "A", "1", "2.00", ""),
                ("1", "B", "3", "0", ""),
                ("2", "B", "4", "0", "7"),
                ("3", "B", "10", "0", ""),
                ("4", "B", "-5", "0", ""),
            )
        )
        self.assertEqual(result["rows"], {"sale": 1, "gift": 2, "found": 1, "write_off": 1})
        self.assertEqual(result["documents"], {"invoices": 2, "with_gifts": 2, "found": 1, "write_offs": 1})
        self.assertEqual(result["opening_stock"], {"A": "1", "B": "7"})
        self.assertEqual(result["final_stock"], {"A": "0", "B": "5"})
        self.assertEqual(result["income"], {"goods": "2.00"})

    def test_bad_debt_changes_neither_income_nor_stock_nor_cash(self):
        result = books(rows(("A1", "B", "1", "11062.06", ""), ("A2", "B", "1", "-1062.06", "")))
        self.assertEqual(result["bad_debt"], "10000.00")
        self.assertEqual((result["income"], result["final_stock"], result["cash"]), ({}, {}, "0.00"))

    def test_opening_stock_covers_lowest_stock_level(self):
        result = books(
            rows(("1", "A", "3", "1", ""), ("C2", "A", "-2", "1", ""), ("3", "A", "4", "1", ""), ("C4", "A", "-9", "1", ""))
        )
        self.assertEqual(result["opening_stock"], {"A": "5"})
        self.assertEqual(result["final_stock"], {"A": "9"})

    def test_credit_note_before_first_sale_needs_no_opening_stock(self):
        result = books(rows(("C1", "A", "-2", "1", "7"), ("2", "A", "1", "1", "")))
        self.assertEqual((result["opening_stock"], result["final_stock"]), ({"A": "0"}, {"A": "1"}))
        self.assertEqual(result["receivable"], {"7": "-2.00"})

    def test_rows_of_a_document_take_effect_together(self):
        result = books(rows(("1", "A", "5", "1", ""), ("1", "A", "-5", "0", "")))
        self.assertEqual(result["opening_stock"], {"A": "10"})

    def test_documents_are_ordered_by_date_then_line(self):
        sale, credit = rows(("2", "A", "5", "1", ""), ("C1", "A", "-5", "1", ""))
        self.assertEqual(books([sale, credit])["opening_stock"], {"A": "5"})
        earlier = credit._replace(time="2010-11-30T10:00:00")
        self.assertEqual(books([sale, earlier])["opening_stock"], {"A": "0"})

    def test_row_without_rule_is_rejected(self):
        for row in [("1", "A", "-1", "1", ""), ("C1", "A", "1", "1", ""), ("1", "A", "1", "-1", ""), ("1", "A", "0", "0", "")]:
            with self.assertRaisesRegex(ValueError, "line 2"):
                books(rows(row))


class DemoFile(unittest.TestCase):
    def test_books_match_documented_month(self):
        result = books(read(DEMO))
        self.assertEqual(
            result["documents"],
            {"invoices": 1559, "credit_notes": 326, "write_offs": 70, "found": 70, "with_gifts": 9},
        )
        self.assertEqual(result["rows"], {"sale": 41480, "credit": 728, "gift": 133, "write_off": 70, "found": 70})
        self.assertEqual(len(result["final_stock"]), 2752)
        self.assertEqual(len(result["receivable"]), 948)
        self.assertEqual(sum(amount.startswith("-") for amount in result["receivable"].values()), 67)
        # Receivables and cash together equal income.
        total = pence(Decimal(result["receivable_total"])) + pence(Decimal(result["cash"]))
        self.assertEqual(money(total), result["income_total"])


if __name__ == "__main__":
    unittest.main()
