-- The words of custom fields stood under the name of their list, `custom.products`, and only those of fields that were searched.
-- Data step 1 writes those of every text under the name of its field, `custom.products.colour`.
DELETE FROM search_word WHERE record >= 'custom.' AND record < 'custom/';
