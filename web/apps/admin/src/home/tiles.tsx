import { registerTile } from '@sanduk/resource';
import { Cash, Receivables, StockValue } from './books';
import { Approvals, Unread } from './inbox';
import { Flagged, SalesByDay, SalesToday, TopProducts } from './sales';

const SALES = { needs: ['sales.sale.view'], topics: ['sales'] };
/** What reports ask for that tell, or let one find out, what goods cost. */
const COST = 'inventory.value.view';
const BOOKED = ['sales', 'receipts'];

registerTile({ name: 'sales-today', ...SALES, content: SalesToday });
registerTile({ name: 'flagged', ...SALES, content: Flagged });
registerTile({ name: 'approvals', needs: ['approvals.request.view'], topics: [], content: Approvals });
registerTile({ name: 'unread', needs: [], topics: ['notifications'], content: Unread });
registerTile({ name: 'sales-by-day', ...SALES, content: SalesByDay });
registerTile({ name: 'top-products', needs: ['sales.profit.view', COST], topics: ['sales'], content: TopProducts });
registerTile({
  name: 'cash',
  needs: ['ledger.report.view', 'payments.method.view', COST],
  topics: BOOKED,
  content: Cash,
});
registerTile({ name: 'receivables', needs: ['payments.ageing.view'], topics: BOOKED, content: Receivables });
registerTile({ name: 'stock-value', needs: ['inventory.stock.view', COST], topics: ['sales'], content: StockValue });
