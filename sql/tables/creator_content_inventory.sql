-- creator_content_inventory: What a page offers: PPVs of other categories are kept from it. A page without rows offers everything.
CREATE TABLE IF NOT EXISTS {dataset}.creator_content_inventory (
  page_name STRING NOT NULL OPTIONS (description = "The page."),
  content_category STRING NOT NULL OPTIONS (description = "A category that it offers.")
)
CLUSTER BY page_name
OPTIONS (description = "What a page offers: PPVs of other categories are kept from it. A page without rows offers everything.");
