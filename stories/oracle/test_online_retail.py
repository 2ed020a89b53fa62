"""The oracle's own rules on fixtures small enough to work out by hand."""

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
    def test_half_a_penny_goes_away_from_zero(self):
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

    def test_each_row_is_rounded_not_the_sum(self):
        shown = books(rows(("1", "A", "1", "0.005", ""), ("1", "A", "1", "0.005", "")))
        self.assertEqual(shown["income"], {"goods": "0.02"})

    def test_text(self):
        self.assertEqual([money(pence) for pence in (0, 5, -5, 123456, -100)], ["0.00", "0.05", "-0.05", "1234.56", "-1.00"])
        self.assertEqual([number(Decimal(text)) for text in ("0", "-0", "100", "2.50")], ["0", "0", "100", "2.5"])


class Rules(unittest.TestCase):
    def test_income_goes_by_service_and_money_by_customer(self):
        shown = books(
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
            shown["income"],
            {"goods": "8.00", "POST": "18.00", "GIFT_0001_40": "34.04", "AMAZONFEE": "-50.00"},
        )
        self.assertEqual(shown["income_total"], "10.04")
        self.assertEqual(shown["receivable"], {"7": "21.00"})
        self.assertEqual((shown["cash_in"], shown["cash_out"], shown["cash"]), ("39.04", "50.00", "-10.96"))
        self.assertEqual(shown["final_stock"].keys(), {"A", "DCGS0003"})

    def test_price_nought_is_a_gift_a_find_or_a_write_off(self):
        shown = books(
            rows(
                ("1", "A", "1", "2.00", ""),
                ("1", "B", "3", "0", ""),
                ("2", "B", "4", "0", "7"),
                ("3", "B", "10", "0", ""),
                ("4", "B", "-5", "0", ""),
            )
        )
        self.assertEqual(shown["rows"], {"sale": 1, "gift": 2, "found": 1, "write_off": 1})
        self.assertEqual(shown["documents"], {"invoices": 2, "with_gifts": 2, "found": 1, "write_offs": 1})
        self.assertEqual(shown["opening_stock"], {"A": "1", "B": "7"})
        self.assertEqual(shown["final_stock"], {"A": "0", "B": "5"})
        self.assertEqual(shown["income"], {"goods": "2.00"})

    def test_bad_debt_is_no_income_and_moves_nothing(self):
        shown = books(rows(("A1", "B", "1", "11062.06", ""), ("A2", "B", "1", "-1062.06", "")))
        self.assertEqual(shown["bad_debt"], "10000.00")
        self.assertEqual((shown["income"], shown["final_stock"], shown["cash"]), ({}, {}, "0.00"))

    def test_opening_stock_is_the_deepest_need_not_the_last(self):
        shown = books(
            rows(("1", "A", "3", "1", ""), ("C2", "A", "-2", "1", ""), ("3", "A", "4", "1", ""), ("C4", "A", "-9", "1", ""))
        )
        self.assertEqual(shown["opening_stock"], {"A": "5"})
        self.assertEqual(shown["final_stock"], {"A": "9"})

    def test_a_credit_note_may_come_first(self):
        shown = books(rows(("C1", "A", "-2", "1", "7"), ("2", "A", "1", "1", "")))
        self.assertEqual((shown["opening_stock"], shown["final_stock"]), ({"A": "0"}, {"A": "1"}))
        self.assertEqual(shown["receivable"], {"7": "-2.00"})

    def test_a_document_takes_effect_as_a_whole(self):
        shown = books(rows(("1", "A", "5", "1", ""), ("1", "A", "-5", "0", "")))
        self.assertEqual(shown["opening_stock"], {"A": "10"})

    def test_documents_go_by_date_then_by_line(self):
        sale, credit = rows(("2", "A", "5", "1", ""), ("C1", "A", "-5", "1", ""))
        self.assertEqual(books([sale, credit])["opening_stock"], {"A": "5"})
        earlier = credit._replace(time="2010-11-30T10:00:00")
        self.assertEqual(books([sale, earlier])["opening_stock"], {"A": "0"})

    def test_what_no_rule_covers_is_refused(self):
        for row in [("1", "A", "-1", "1", ""), ("C1", "A", "1", "1", ""), ("1", "A", "1", "-1", ""), ("1", "A", "0", "0", "")]:
            with self.assertRaisesRegex(ValueError, "line 2"):
                books(rows(row))


class TheFile(unittest.TestCase):
    def test_it_is_the_month_described(self):
        shown = books(read(DEMO))
        self.assertEqual(
            shown["documents"],
            {"invoices": 1559, "credit_notes": 326, "write_offs": 70, "found": 70, "with_gifts": 9},
        )
        self.assertEqual(shown["rows"], {"sale": 41480, "credit": 728, "gift": 133, "write_off": 70, "found": 70})
        self.assertEqual(len(shown["final_stock"]), 2752)
        self.assertEqual(len(shown["receivable"]), 948)
        self.assertEqual(sum(amount.startswith("-") for amount in shown["receivable"].values()), 67)
        # What was taken in, on account or in cash, is what was earned.
        total = pence(Decimal(shown["receivable_total"])) + pence(Decimal(shown["cash"]))
        self.assertEqual(money(total), shown["income_total"])


if __name__ == "__main__":
    unittest.main()
