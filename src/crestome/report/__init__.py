"""An assessment → pages and tables; decides nothing."""
