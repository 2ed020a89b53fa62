//! What the inventory refuses.

kernel::problems! {
    pub(crate) warehouse_site_stays() = Invalid "read_only", "Read-only":
        "A warehouse stays at its site; transfer its goods to another.";
    pub(crate) warehouse_inactive(warehouse) = Invalid "inactive", "Not in use":
        "The warehouse “{warehouse}” is not in use.";
    pub(crate) same_warehouse() = Invalid "same_warehouse", "Same warehouse":
        "Goods move from one warehouse to another.";
    pub(crate) insufficient_stock() = Conflict "insufficient_stock", "Not enough in stock":
        "There is not enough stock for this.";
    pub(crate) short_line(available, sku, asked) = Conflict "insufficient_stock", "Not enough in stock":
        "{available} of {sku} are available, {asked} are asked for.";
    pub(crate) short_at_date(held, sku, date, asked) = Conflict "insufficient_stock", "Not enough in stock":
        "Of {sku}, {held} are there from {date} on, {asked} are asked for. Date this later, or what brought the goods earlier.";
    pub(crate) pool_too_large() = Invalid "overflow", "Number too large":
        "The stock of the product at this site would be too large to be counted.";
    pub(crate) owes_goods() = Conflict "owes_goods", "Goods are owed":
        "This warehouse owes goods: receive them or correct its stock first.";
    pub(crate) not_at_site() = Conflict "insufficient_stock", "Not enough in stock":
        "Goods that are not there cannot be moved to another site.";
    pub(crate) stock_in_deficit(sku) = Conflict "stock_in_deficit", "Stock below zero":
        "More of {sku} has left than was in stock: receive the missing goods first.";
    pub(crate) returned_too_much(sold, returned) = Conflict "returned_too_much", "More than can come back":
        "Of {sold}, {returned} came back already.";
    pub(crate) not_stock(sku) = Invalid "not_stock", "Not kept in stock":
        "{sku} is a service; it is not kept in stock.";
    pub(crate) negative_cost() = Invalid "negative", "Below zero": "A cost is not negative.";
    pub(crate) no_reason() = Invalid "required", "Required": "Say why the stock is corrected.";
    pub(crate) zero_correction() = Invalid "zero", "Zero": "A correction is not zero.";
    pub(crate) cost_not_allowed() = Invalid "not_allowed", "Not allowed":
        "Only found goods have a cost of their own, and it is not negative.";
    pub(crate) hold_is_already(state) = Conflict "invalid_state", "Invalid state":
        "This reservation is {state} already.";
    pub(crate) invalid_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}
