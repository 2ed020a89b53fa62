//! The rows of a new company: chart of accounts, master data, roles and permissions.

use command::grants;
use std::collections::BTreeSet;
use store::Value;
use stories::open;
use testkit::{Company, databases};

/// Code, name, kind and usage of each account, whether manual journal entries may use it, whether it is active, and its posting role.
const ACCOUNTS: &[&str] = &[
    "1 | Assets | asset | heading | control | active | ",
    "10 | Cash and bank | asset | heading | control | active | ",
    "1000 | Cash | asset | cash | manual | active | ",
    "1010 | Bank | asset | bank | manual | active | ",
    "1020 | Card payments under way | asset | bank | manual | active | ",
    "11 | Receivables | asset | heading | control | active | ",
    "1100 | Trade receivables | asset | receivable | control | active | receivable",
    "1190 | Provision for bad debts | asset | plain | manual | active | bad_debt_provision",
    "12 | Inventories | asset | heading | control | active | ",
    "1200 | Stock | asset | stock | control | active | stock",
    "13 | Prepayments and recoverable tax | asset | heading | control | active | ",
    "1300 | Tax on purchases | asset | tax_input | manual | active | ",
    "1310 | Prepaid expenses | asset | plain | manual | active | ",
    "15 | Fixed assets | asset | heading | control | active | ",
    "1500 | Equipment and furniture | asset | plain | manual | active | ",
    "1510 | Vehicles | asset | plain | manual | active | ",
    "1590 | Accumulated depreciation | asset | plain | manual | active | ",
    "19 | Clearing accounts | asset | heading | control | active | ",
    "1900 | Exchange between currencies | asset | exchange | control | active | exchange",
    "1950 | Between branches | asset | inter_branch | control | active | inter_branch",
    "1990 | Suspense | asset | plain | manual | active | ",
    "2 | Liabilities | liability | heading | control | active | ",
    "20 | Payables | liability | heading | control | active | ",
    "2000 | Trade payables | liability | payable | control | active | ",
    "21 | Accruals | liability | heading | control | active | ",
    "2100 | Goods received, not billed | liability | received_not_billed | control | active | received_not_billed",
    "2110 | Accrued expenses | liability | plain | manual | active | ",
    "2120 | Wages and deductions payable | liability | plain | manual | active | ",
    "22 | Taxes | liability | heading | control | active | ",
    "2200 | Tax on sales | liability | tax_output | control | active | tax_output",
    "25 | Loans | liability | heading | control | active | ",
    "2500 | Bank loans | liability | plain | manual | active | ",
    "2510 | Loans from owners | liability | plain | manual | active | ",
    "3 | Equity | equity | heading | control | active | ",
    "3000 | Opening equity | equity | plain | manual | active | opening_equity",
    "3010 | Capital | equity | plain | manual | active | ",
    "3020 | Drawings | equity | plain | manual | active | ",
    "3100 | Retained earnings | equity | retained | manual | active | ",
    "4 | Income | income | heading | control | active | ",
    "4000 | Sales | income | plain | manual | active | sales_income",
    "4900 | Stock found | income | plain | manual | active | stock_gain",
    "5 | Cost of goods sold | expense | cost_of_sales | control | active | ",
    "5000 | Cost of sales | expense | plain | manual | active | cost_of_sales",
    "5100 | Stock lost and written off | expense | plain | manual | active | stock_loss",
    "5200 | Goods given away | expense | plain | manual | active | gifts",
    "6 | Operating expenses | expense | heading | control | active | ",
    "6000 | Rent | expense | plain | manual | active | ",
    "6100 | Wages | expense | plain | manual | active | ",
    "6200 | Other expenses | expense | plain | manual | active | ",
    "6300 | Bank charges | expense | plain | manual | active | ",
    "6400 | Depreciation | expense | plain | manual | active | ",
    "6700 | Cash over and short | expense | plain | manual | active | cash_difference",
    "6710 | Rounding | expense | plain | manual | active | ",
    "6900 | Bad debts | expense | plain | manual | active | bad_debt",
    "7 | Financial gains and losses | expense | heading | control | active | ",
    "7000 | Exchange differences | expense | plain | manual | active | ",
    "7100 | Interest paid | expense | plain | manual | active | ",
];

/// The other rows of a new company, each after the name of its table.
const ROWS: &[&str] = &[
    "role | auditor | Auditor",
    "role | cashier | Cashier",
    "role | clerk | Clerk",
    "role | manager | Manager",
    "role | owner | Owner",
    "location | customer | customer",
    "location | loss | loss",
    "location | opening | opening",
    "location | supplier | supplier",
    "warehouse | main | Main warehouse | main | no deficit | active",
    "payment method | bank | Bank transfer | 1010 | not cash | active",
    "payment method | card | Card | 1020 | not cash | active",
    "payment method | cash | Cash | 1000 | cash | active",
    "unit | box | Box | 0",
    "unit | gram | Gram | 3",
    "unit | hour | Hour | 2",
    "unit | kg | Kilogram | 3",
    "unit | litre | Litre | 3",
    "unit | metre | Metre | 3",
    "unit | pair | Pair | 0",
    "unit | piece | Piece | 0",
    "tax category | none | No tax | none | 0",
    "site | main | Main site | active",
    "fiscal year | 2026 | 2026-01-01 | 2026-12-31",
];

/// Every permission and the roles that hold it.
const PERMISSIONS: &[(&str, &str)] = &[
    ("catalog.category.create", "owner manager clerk"),
    ("catalog.category.delete", "owner manager clerk"),
    ("catalog.category.update", "owner manager clerk"),
    ("catalog.category.view", "owner manager clerk cashier auditor"),
    ("catalog.product.create", "owner manager clerk"),
    ("catalog.product.delete", "owner manager clerk"),
    ("catalog.product.update", "owner manager clerk"),
    ("catalog.product.view", "owner manager clerk cashier auditor"),
    ("catalog.tax_category.create", "owner manager clerk"),
    ("catalog.tax_category.delete", "owner manager clerk"),
    ("catalog.tax_category.update", "owner manager clerk"),
    ("catalog.tax_category.view", "owner manager clerk cashier auditor"),
    ("catalog.unit.create", "owner manager clerk"),
    ("catalog.unit.delete", "owner manager clerk"),
    ("catalog.unit.update", "owner manager clerk"),
    ("catalog.unit.view", "owner manager clerk cashier auditor"),
    ("identity.member.add", "owner"),
    ("identity.member.change", "owner"),
    ("identity.member.remove", "owner"),
    ("identity.member.view", "owner manager auditor"),
    ("identity.permission.view", "owner auditor"),
    ("identity.role.change", "owner"),
    ("identity.role.create", "owner"),
    ("identity.role.delete", "owner"),
    ("identity.role.grant", "owner"),
    ("identity.role.revoke", "owner"),
    ("identity.role.view", "owner auditor"),
    ("identity.user.reset_password", "owner"),
    ("inventory.stock.adjust", "owner manager"),
    ("inventory.stock.receive", "owner manager clerk"),
    ("inventory.stock.release", "owner manager"),
    ("inventory.stock.reserve", "owner manager"),
    ("inventory.stock.transfer", "owner manager clerk"),
    ("inventory.stock.view", "owner manager clerk cashier auditor"),
    ("inventory.value.view", "owner manager auditor"),
    ("inventory.warehouse.create", "owner manager"),
    ("inventory.warehouse.delete", "owner manager"),
    ("inventory.warehouse.update", "owner manager"),
    ("inventory.warehouse.view", "owner manager clerk cashier auditor"),
    ("ledger.account.create", "owner manager"),
    ("ledger.account.delete", "owner manager"),
    ("ledger.account.update", "owner manager"),
    ("ledger.account.view", "owner manager clerk auditor"),
    ("ledger.company.update", "owner manager"),
    ("ledger.company.view", "owner manager auditor"),
    ("ledger.entry.post", "owner manager clerk"),
    ("ledger.entry.reverse", "owner manager"),
    ("ledger.entry.view", "owner manager clerk auditor"),
    ("ledger.period.close", "owner manager"),
    ("ledger.period.reopen", "owner manager"),
    ("ledger.period.view", "owner manager clerk auditor"),
    ("ledger.report.view", "owner manager clerk auditor"),
    ("ledger.site.create", "owner manager"),
    ("ledger.site.delete", "owner manager"),
    ("ledger.site.update", "owner manager"),
    ("ledger.site.view", "owner manager clerk cashier auditor"),
    ("ledger.year.open", "owner manager"),
    ("ledger.year.remove", "owner manager"),
    ("ledger.year.view", "owner manager clerk auditor"),
    ("parties.customer.create", "owner manager clerk cashier"),
    ("parties.customer.delete", "owner manager clerk"),
    ("parties.customer.update", "owner manager clerk"),
    ("parties.customer.view", "owner manager clerk cashier auditor"),
    ("parties.supplier.create", "owner manager clerk"),
    ("parties.supplier.delete", "owner manager clerk"),
    ("parties.supplier.update", "owner manager clerk"),
    ("parties.supplier.view", "owner manager clerk auditor"),
    ("payments.ageing.view", "owner manager clerk auditor"),
    ("payments.method.create", "owner manager"),
    ("payments.method.delete", "owner manager"),
    ("payments.method.update", "owner manager"),
    ("payments.method.view", "owner manager clerk cashier auditor"),
    ("payments.receipt.allocate", "owner manager clerk cashier"),
    ("payments.receipt.post", "owner manager clerk cashier"),
    ("payments.receipt.view", "owner manager clerk cashier auditor"),
    ("payments.statement.view", "owner manager clerk auditor"),
    ("sales.credit.allocate", "owner manager clerk cashier"),
    ("sales.offline.submit", "owner manager clerk cashier"),
    ("sales.price.override", "owner manager"),
    ("sales.profit.view", "owner manager auditor"),
    ("sales.sale.post", "owner manager clerk cashier"),
    ("sales.sale.return", "owner manager clerk cashier"),
    ("sales.sale.view", "owner manager clerk cashier auditor"),
    ("sales_import.document.record", "owner manager"),
    ("sales_import.stock.open", "owner manager"),
    ("tenancy.company.open", "owner"),
    ("settings.setting.view", "owner manager clerk cashier auditor"),
    ("settings.setting.update", "owner manager clerk cashier"),
    ("sales.settings.choose", "owner manager"),
    ("inventory.settings.choose", "owner manager"),
    ("sales_import.settings.choose", "owner manager"),
];

fn rows(company: &Company, sql: &str) -> Vec<String> {
    let text = |row: Vec<Value>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
    company.read(|read| read.query(sql, &[])).expect("rows").into_iter().map(text).collect()
}

#[test]
fn new_company_has_its_chart_of_accounts_and_master_records() {
    for database in databases() {
        let company = open(database, "GBP");
        let accounts = rows(
            &company,
            "SELECT a.code, a.name, a.kind, a.usage, CASE WHEN a.manual THEN 'manual' ELSE 'control' END, \
             CASE WHEN a.is_active THEN 'active' ELSE 'inactive' END, coalesce(p.role, '') FROM account a LEFT JOIN posting_account p ON p.account = a.id ORDER BY a.code, p.role",
        );
        assert_eq!(accounts, ACCOUNTS);
        let queries = [
            "SELECT 'role', code, name FROM role ORDER BY code",
            "SELECT 'location', code, kind FROM location WHERE kind <> 'storage' ORDER BY code",
            "SELECT 'warehouse', w.code, w.name, s.code, CASE WHEN w.allows_deficit THEN 'deficit' ELSE 'no deficit' END, \
             CASE WHEN w.is_active THEN 'active' ELSE 'inactive' END FROM warehouse w \
             JOIN site s ON s.id = w.site JOIN location o ON o.id = w.location WHERE o.kind = 'storage' ORDER BY w.code",
            "SELECT 'payment method', m.code, m.name, a.code, CASE WHEN m.is_cash THEN 'cash' ELSE 'not cash' END, \
             CASE WHEN m.is_active THEN 'active' ELSE 'inactive' END FROM payment_method m \
             JOIN account a ON a.id = m.account ORDER BY m.code",
            "SELECT 'unit', code, name, decimals FROM unit ORDER BY code",
            "SELECT 'tax category', code, name, kind, rate FROM tax_category ORDER BY code",
            "SELECT 'site', code, name, CASE WHEN is_active THEN 'active' ELSE 'inactive' END FROM site ORDER BY code",
            "SELECT 'fiscal year', code, starts_on, ends_on FROM fiscal_year ORDER BY code",
        ];
        let found: Vec<String> = queries.iter().flat_map(|sql| rows(&company, sql)).collect();
        assert_eq!(found, ROWS);
        company.verify();
    }
}

#[test]
fn new_company_grants_each_role_exactly_its_permissions() {
    for database in databases() {
        let company = open(database, "GBP");
        let granted = |role: &str| {
            rows(&company, &format!("SELECT permission FROM role_permission WHERE role = '{role}' ORDER BY permission"))
        };
        let patterns: Vec<_> = ["owner", "manager", "clerk", "cashier", "auditor"].map(|r| (r, granted(r))).into();
        let mut permissions: BTreeSet<&str> = BTreeSet::new();
        for module in company.registry.modules() {
            permissions.extend(module.commands.iter().map(|command| command.name));
            permissions.extend(module.queries.iter().map(|query| query.name));
            permissions.extend(module.exports.iter().map(|export| export.name));
            permissions.extend(&module.permissions);
        }
        let holders = |permission: &str| {
            let holds = |(_, patterns): &&(_, Vec<String>)| patterns.iter().any(|pattern| grants(pattern, permission));
            patterns.iter().filter(holds).map(|(role, _)| *role).collect::<Vec<_>>().join(" ")
        };
        for (permission, roles) in PERMISSIONS {
            assert!(permissions.contains(permission), "{permission} is gone");
            assert_eq!(holders(permission), *roles, "{permission}");
        }
    }
}
