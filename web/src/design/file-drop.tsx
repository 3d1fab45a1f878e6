import {
  DropZone,
  FileTrigger,
  isDirectoryDropItem,
  isFileDropItem,
  Text,
} from 'react-aria-components'
import type { DropItem } from 'react-aria-components'
import type { ReactNode } from 'react'
import { useWords } from '../app/words.tsx'
import { Button } from './button.tsx'
import { Icon } from './icons.tsx'
import { messages } from './messages.ts'
import './file-drop.css'

export interface FileDropProps {
  /** What to drop and in which formats: “txt, md, docx, vtt, srt or csv, up to 200 at once”. */
  hint?: ReactNode
  /** Media types or extensions with a dot, for the file chooser; what is dropped is for the room to judge. */
  accept?: readonly string[]
  onFiles: (files: File[]) => void
  isDisabled?: boolean
}

/** Takes files and folders by dropping, pasting or choosing, any number of them. */
export function FileDrop({ hint, accept, onFiles, isDisabled = false }: FileDropProps) {
  const t = useWords(messages)
  const give = (files: File[]) => {
    if (files.length > 0) onFiles(files)
  }
  return (
    <DropZone
      className="FileDrop"
      isDisabled={isDisabled}
      getDropOperation={() => 'copy'}
      onDrop={({ items }) => {
        filesIn(items).then(give, reportError)
      }}
    >
      {({ isDropTarget }) => (
        <>
          <Icon name="upload" size={24} />
          <Text slot="label" className="FileDrop-label">
            {isDropTarget ? t('design.letGo') : t('design.dropHere')}
          </Text>
          <FileTrigger
            allowsMultiple
            {...(accept ? { acceptedFileTypes: accept } : {})}
            onSelect={(list) => give(list ? [...list] : [])}
          >
            <Button isDisabled={isDisabled}>{t('design.chooseFiles')}</Button>
          </FileTrigger>
          {hint !== undefined && <span className="FileDrop-hint">{hint}</span>}
        </>
      )}
    </DropZone>
  )
}

async function filesIn(items: readonly DropItem[]): Promise<File[]> {
  const files: File[] = []
  for (const item of items) {
    if (isFileDropItem(item)) files.push(await item.getFile())
    else if (isDirectoryDropItem(item))
      for await (const inside of item.getEntries()) files.push(...(await filesIn([inside])))
  }
  return files
}
