import { registerTile } from '@sanduk/resource';
import { Cash, Receivables, StockValue } from './books';
import { Approvals, Unread } from './inbox';
import { Flagged, SalesByDay, SalesToday, TopProducts } from './sales';

const SALES = { needs: 'sales.sale.view', topics: ['sales'] };

registerTile({ name: 'sales-today', ...SALES, content: SalesToday });
registerTile({ name: 'flagged', ...SALES, content: Flagged });
registerTile({ name: 'approvals', needs: 'approvals.request.view', content: Approvals });
registerTile({ name: 'unread', topics: ['notifications'], content: Unread });
registerTile({ name: 'sales-by-day', ...SALES, content: SalesByDay });
registerTile({ name: 'top-products', needs: 'sales.profit.view', content: TopProducts });
registerTile({ name: 'cash', needs: 'ledger.report.view', content: Cash });
registerTile({ name: 'receivables', needs: 'payments.ageing.view', content: Receivables });
registerTile({ name: 'stock-value', needs: 'inventory.stock.view', content: StockValue });
