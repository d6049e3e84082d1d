-- Lives of conversions, what came by webhook, daily totals.
SELECT 1;
