import {
  addFolder,
  changeFolder,
  removeFolder,
  type Folder,
} from '@throughline/contract/transcript-order'
import { useState } from 'react'
import { uuidv7 } from 'uuidv7'
import { useWords } from '../../app/words.tsx'
import { Button, Icon, IconButton, Modal, TextField } from '../../design/index.ts'
import { act } from '../../study/study-data.ts'
import { useFolders } from './arrange-data.ts'
import { messages } from './messages.ts'

/** The folders: added, named, put in order, removed. */
export function FoldersDialog({ study, onClose }: { study: string; onClose: () => void }) {
  const t = useWords(messages)
  const folders = useFolders(study)
  const [name, setName] = useState('')
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={t('arrange.folders')}
      footer={(close) => <Button onPress={close}>{t('arrange.close')}</Button>}
    >
      <div className="arrange-dialog">
        <p>{t('arrange.folders.lede')}</p>
        {folders.length === 0 && <p className="transcripts-faint">{t('arrange.folders.empty')}</p>}
        <ul className="arrange-folders">
          {folders.map((folder, index) => (
            <FolderRow
              key={folder.id + folder.name}
              study={study}
              folder={folder}
              above={folders[index - 1] ?? null}
              below={folders[index + 1] ?? null}
              behind={folders[index + 2]?.id ?? null}
            />
          ))}
        </ul>
        <form
          className="arrange-pair"
          onSubmit={(event) => {
            event.preventDefault()
            const wanted = name.trim()
            if (wanted === '') return
            act(addFolder, {
              study,
              body: { id: uuidv7(), name: wanted },
              describe: t('arrange.folders.added', { name: wanted }),
            })
            setName('')
          }}
        >
          <TextField
            label={t('arrange.folders.new')}
            value={name}
            onChange={setName}
            maxLength={100}
          />
          <Button type="submit" isDisabled={name.trim() === ''}>
            {t('arrange.folders.add')}
          </Button>
        </form>
      </div>
    </Modal>
  )
}

function FolderRow({
  study,
  folder: { id, name },
  above,
  below,
  behind,
}: {
  study: string
  folder: Folder
  above: Folder | null
  below: Folder | null
  behind: string | null
}) {
  const t = useWords(messages)
  const [written, setWritten] = useState(name)
  const wanted = written.trim()
  const rename = () => {
    if (wanted === '' || wanted === name) return setWritten(name)
    const describe = t('arrange.folders.renamed', { name: wanted })
    act(changeFolder, { study, body: { id, name: wanted }, describe })
  }
  const place = (before: string | null) =>
    act(changeFolder, {
      study,
      body: { id, before },
      describe: t('arrange.folders.placed', { name }),
    })
  return (
    <li>
      <TextField
        label={t('arrange.folders.name', { name })}
        isLabelHidden
        value={written}
        onChange={setWritten}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename()
        }}
        maxLength={100}
      />
      <IconButton
        size="small"
        aria-label={t('arrange.folders.up', { name })}
        isDisabled={above === null}
        onPress={() => place(above?.id ?? null)}
      >
        <Icon name="up" />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('arrange.folders.down', { name })}
        isDisabled={below === null}
        onPress={() => place(behind)}
      >
        <Icon name="down" />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('arrange.folders.remove', { name })}
        onPress={() =>
          act(removeFolder, {
            study,
            body: { id },
            describe: t('arrange.folders.removed', { name }),
          })
        }
      >
        <Icon name="remove" />
      </IconButton>
    </li>
  )
}
