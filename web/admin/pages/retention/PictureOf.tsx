import type { Cell, Picture } from '../../../charts/pictures/picture.ts';
import { csvOf, sheetOf } from '../../../charts/pictures/sheet.ts';
import { saveFile } from '../../saveFile.ts';
import { PictureCard } from '../../ui/PictureCard.tsx';
import type { FigureWords } from '../../words/figureWords.ts';

type Props = { picture: Picture; words: FigureWords };

/** A picture of the page with its table and its files. */
export function PictureOf({ picture, words }: Props) {
  const { id, title, sentence, note, drawing, table, wide } = picture;
  const write = (cell: Cell): string =>
    typeof cell === 'number' ? words.number(cell, 3) : (cell ?? '–');
  const excel = async (): Promise<void> => {
    // Few want it: it comes when it is asked for.
    const { default: writeXlsxFile } = await import('write-excel-file/browser');
    await writeXlsxFile(sheetOf(table)).toFile(`${id}.xlsx`);
  };
  return (
    <PictureCard
      title={title}
      sentence={sentence}
      note={note}
      drawing={drawing}
      wide={wide}
      sheet={{ head: table.head, rows: table.rows.map((row) => row.map(write)) }}
      labels={{
        table: words.say('picture.table'),
        csv: words.say('picture.csv'),
        excel: words.say('picture.excel'),
      }}
      onCsv={() => saveFile(`${id}.csv`, 'text/csv;charset=utf-8', csvOf(table))}
      onExcel={() => void excel()}
    />
  );
}
