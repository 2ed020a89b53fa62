//! What the catalog refuses.

kernel::problems! {
    pub(crate) finer_quantities(decimals) = Conflict "finer_quantities", "Finer quantities exist":
        "Quantities in this unit were posted with more than {decimals} decimals. Make another unit for new products.";
    pub(crate) product_has_moved() = Conflict "has_moved", "Has moved already":
        "This product is in stock, reserved or in the journal: its kind and its unit stay. Make another product instead.";
    pub(crate) stays() = Conflict "has_moved", "Has moved already": "stays as it is";
    pub(crate) category_cycle() = Invalid "cycle", "Category within itself": "A category cannot lie in itself.";
    pub(crate) category_depth() = Invalid "too_deep", "Nested too deep": "Categories lie at most 32 deep.";
    pub(crate) rate_out_of_range() = Invalid "out_of_range", "Out of range":
        "A tax rate is a fraction from 0 to 1: 20 % is 0.2.";
    pub(crate) untaxed_rate() = Invalid "out_of_range", "Out of range": "What is outside tax has the rate 0.";
    pub(crate) negative_price() = Invalid "out_of_range", "Out of range": "A list price is not below 0.";
    pub(crate) duplicate_sku(sku) = Conflict "duplicate", "Duplicate":
        "There is a product with the SKU “{sku}” already.";
    pub(crate) income_account_inactive() = Invalid "inactive", "Not in use": "This account is not in use.";
    pub(crate) no_income_account() = Invalid "invalid_value", "Invalid value": "This is not an income account.";
    pub(crate) one_product_name() = Invalid "required", "Required":
        "Name the product by exactly one of sku, product and barcode.";
    pub(crate) whole_units(sku, unit) = Invalid "too_many_decimals", "Too many decimals":
        "{sku} is counted in “{unit}”: whole numbers only.";
    pub(crate) one_decimal(sku, unit) = Invalid "too_many_decimals", "Too many decimals":
        "{sku} is counted in “{unit}”: at most 1 decimal.";
    pub(crate) most_decimals(sku, unit, most) = Invalid "too_many_decimals", "Too many decimals":
        "{sku} is counted in “{unit}”: at most {most} decimals.";
}
