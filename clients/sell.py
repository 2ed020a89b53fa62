"""A shop sells through the Python client that openapi-python-client generates."""
import os

from sanduk_client import AuthenticatedClient, Client
from sanduk_client.api.access import auth_login
from sanduk_client.api.catalog import catalog_product_create, catalog_product_update
from sanduk_client.api.inventory import inventory_stock_list, inventory_stock_receive
from sanduk_client.api.ledger import ledger_account_list, ledger_line_list
from sanduk_client.api.sales import sales_sale_get, sales_sale_post
from sanduk_client.models import (
    LogIn,
    Payment,
    PostSale,
    Problem,
    ProductChange,
    ProductInput,
    ReceiveGoods,
    ReceiveLine,
    SoldLine,
)

url = os.environ["SANDUK_URL"]
credentials = LogIn(email=os.environ["SANDUK_EMAIL"], password=os.environ["SANDUK_PASSWORD"])
tokens = auth_login.sync(client=Client(base_url=url), body=credentials)
assert tokens.expires_in > 60
api = AuthenticatedClient(base_url=url, token=tokens.access)


def check(got, wanted):
    assert got == wanted, f"{got!r} is not {wanted!r}"


# A product, of which a change touches nothing but the name.
product = ProductInput(sku="PY-1", name="Lamp", unit="piece", selling_price="12.50")
made = catalog_product_create.sync_detailed(client=api, body=product)
check(made.headers["Location"], f"/api/v1/products/{made.parsed.id}/")
change, version = ProductChange(name="Desk lamp"), made.headers["ETag"]
renamed = catalog_product_update.sync("PY-1", client=api, body=change, if_match=version)
check((renamed.name, renamed.selling_price, renamed.kind), ("Desk lamp", "12.50", "stock"))
stale = catalog_product_update.sync_detailed("PY-1", client=api, body=change, if_match=version)
check((stale.status_code, stale.parsed.code), (412, "version_conflict"))

# Goods come in, and some are sold.
received = ReceiveGoods(lines=[ReceiveLine(sku="PY-1", quantity="10", unit_cost="5")])
check(inventory_stock_receive.sync_detailed(client=api, body=received).status_code, 201)
body = PostSale(lines=[SoldLine(sku="PY-1", quantity="2")], payments=[Payment(method="cash", amount="25.00")])
sold = sales_sale_post.sync(client=api, body=body, idempotency_key="python-1")
sale = sales_sale_get.sync(str(sold.id), client=api)
check((sale.total, sale.lines[0].sku, sale.payments[0].method), ("25.00", "PY-1", "cash"))
check([row.on_hand for row in inventory_stock_list.sync(client=api, sku="PY-1").results], ["8"])
assert any(line.credit == "10.00" for line in ledger_line_list.sync(client=api, account="1200").results)

# Pages are followed by their addresses.
page = ledger_account_list.sync(client=api, page_size=2)
check(api.get_httpx_client().get(page.next_).status_code, 200)

# A refusal has a type as well.
wrong = PostSale(lines=[SoldLine(sku="nothing", quantity="1"), SoldLine(quantity="0")])
refused = sales_sale_post.sync(client=api, body=wrong)
assert isinstance(refused, Problem), refused
check([error.field for error in refused.errors], ["lines.0.sku", "lines.1.sku"])
print("sold through the Python client")
